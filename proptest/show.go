package proptest

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// shown is what the ready-made models show in their own way.
type shown interface{ shown() string }

func list(xs ...any) string {
	parts := make([]string, len(xs))
	for i, x := range xs {
		parts[i] = showAny(x)
	}
	return strings.Join(parts, ", ")
}

func (m maybe) shown() string    { return list(m.Value, m.OK) }
func (r received) shown() string { return list(r.Value, r.OK, r.Closed) }
func (p pair) shown() string     { return list(p.A, p.B) }

// maxDepth bounds how deep values are shown: they may be cyclic.
const maxDepth = 12

// show is a value as Go source, about: the same for equal values, whatever their addresses.
func show(v reflect.Value) string {
	var b strings.Builder
	write(&b, v, maxDepth)
	return b.String()
}

func showAny(x any) string { return show(reflect.ValueOf(x)) }

func write(b *strings.Builder, v reflect.Value, depth int) {
	if !v.IsValid() {
		b.WriteString("nil")
		return
	}
	if depth == 0 {
		b.WriteString("...")
		return
	}
	if v.CanInterface() {
		switch x := v.Interface().(type) {
		case time.Time:
			b.WriteString(x.Format(time.RFC3339Nano))
			return
		case shown:
			b.WriteString(x.shown())
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		b.WriteByte('&')
		write(b, v.Elem(), depth-1)
	case reflect.Interface:
		write(b, v.Elem(), depth-1)
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.IsNil() {
			b.WriteString(v.Type().String() + "(nil)")
			return
		}
		b.WriteString(v.Type().String() + "{")
		for i := range v.Len() {
			comma(b, i)
			write(b, v.Index(i), depth-1)
		}
		b.WriteByte('}')
	case reflect.Struct:
		b.WriteString(v.Type().String() + "{")
		for i := range v.NumField() {
			comma(b, i)
			b.WriteString(v.Type().Field(i).Name + ": ")
			write(b, v.Field(i), depth-1)
		}
		b.WriteByte('}')
	case reflect.Map:
		var parts []string
		for it := v.MapRange(); it.Next(); {
			var p strings.Builder
			write(&p, it.Key(), depth-1)
			p.WriteString(": ")
			write(&p, it.Value(), depth-1)
			parts = append(parts, p.String())
		}
		slices.Sort(parts)
		b.WriteString(v.Type().String() + "{" + strings.Join(parts, ", ") + "}")
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		b.WriteString(v.Type().String())
	case reflect.String:
		b.WriteString(strconv.Quote(v.String()))
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	default:
		fmt.Fprintf(b, "%v", v)
	}
}

func comma(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteString(", ")
	}
}
