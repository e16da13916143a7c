package main

import (
	"crypto/sha256"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"strings"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// declaration is a function, a type, a variable or a group of constants in a file of Go's.
type declaration struct {
	names []string // of which the first stands for it
	text  string   // as it is in the file
	hash  string   // of its tokens and directives: comments and layout do not count
	at    int      // offset of text in the file
}

// holds reports whether an offset of the file is in the declaration.
func (d declaration) holds(offset int) bool { return d.at <= offset && offset < d.at+len(d.text) }

// declarations takes a file apart. An assembly file is one declaration.
func declarations(file string, src []byte) ([]declaration, error) {
	if path.Ext(file) != ".go" {
		return []declaration{{names: []string{"(file)"}, text: string(src), hash: hash(withoutComments(string(src)))}}, nil
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []declaration
	add := func(n ast.Node, doc *ast.CommentGroup, names ...string) {
		from, to := fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset
		d := declaration{names: names, at: from, hash: hash(append(directives(doc), tokens(src[from:to])...))}
		if doc != nil {
			d.at = fset.Position(doc.Pos()).Offset
		}
		d.text = string(src[d.at:to])
		all = append(all, d)
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			add(d, d.Doc, toolchain.FuncName(d))
		case *ast.GenDecl:
			if d.Tok == token.CONST {
				// The value of a constant may depend on those above it.
				if names := constants(d); len(names) > 0 {
					add(d, d.Doc, names...)
				}
				continue
			}
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					add(s, s.Doc, s.Name.Name)
				case *ast.ValueSpec:
					if names := named(s.Names); len(names) > 0 {
						add(s, s.Doc, names...)
					}
				}
			}
		}
	}
	return all, nil
}

func constants(d *ast.GenDecl) (names []string) {
	for _, s := range d.Specs {
		names = append(names, named(s.(*ast.ValueSpec).Names)...)
	}
	return names
}

func named(ids []*ast.Ident) (names []string) {
	for _, id := range ids {
		if id.Name != "_" {
			names = append(names, id.Name)
		}
	}
	return names
}

// hash is short: it tells two versions of one function apart.
func hash(words []string) string {
	h := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(h[:6])
}

// tokens are the words of Go source, without comments.
func tokens(src []byte) (words []string) {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", -1, len(src)), src, nil, 0)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return words
		case lit == "" || tok == token.SEMICOLON:
			words = append(words, tok.String())
		default:
			words = append(words, lit)
		}
	}
}

// directives are the lines of a comment that the compiler reads.
func directives(doc *ast.CommentGroup) (lines []string) {
	if doc == nil {
		return nil
	}
	for _, c := range doc.List {
		if strings.HasPrefix(c.Text, "//go:") {
			lines = append(lines, c.Text)
		}
	}
	return lines
}

// withoutComments are the words of assembly source.
func withoutComments(src string) (words []string) {
	for line := range strings.Lines(src) {
		line, _, _ = strings.Cut(line, "//")
		words = append(words, strings.Fields(line)...)
	}
	return words
}
