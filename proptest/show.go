package proptest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

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
		if t, ok := v.Interface().(time.Time); ok {
			b.WriteString(t.Format(time.RFC3339Nano))
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
			fmt.Fprintf(b, "%v(nil)", v.Type())
			return
		}
		fmt.Fprintf(b, "%v{", v.Type())
		for i := range v.Len() {
			comma(b, i)
			write(b, v.Index(i), depth-1)
		}
		b.WriteByte('}')
	case reflect.Struct:
		fmt.Fprintf(b, "%v{", v.Type())
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
		fmt.Fprintf(b, "%v{%s}", v.Type(), strings.Join(parts, ", "))
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		fmt.Fprintf(b, "%v", v.Type())
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	default:
		fmt.Fprintf(b, "%v", v)
	}
}

func comma(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteString(", ")
	}
}
