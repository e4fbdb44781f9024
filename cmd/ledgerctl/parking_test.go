package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/ledger/parking"
)

// The pure room knows no catalogue; here its codes meet their sentences, which say all that they are told.
func TestEveryRefusalOfAPriceHasASentence(t *testing.T) {
	paths, err := filepath.Glob("../../ledger/parking/*.go")
	require.NoError(t, err)
	verb := regexp.MustCompile(`%\[\d\]v`)
	codes := make(map[string]string)
	constants, err := parser.ParseFile(token.NewFileSet(), "../../ledger/parking/code.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(constants, func(node ast.Node) bool {
		if spec, ok := node.(*ast.ValueSpec); ok {
			code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			codes[spec.Names[0].Name] = code
		}
		return true
	})
	made := make(map[string]bool)
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			function, ok := call.Fun.(*ast.Ident)
			if !ok || function.Name != "refuse" {
				return true
			}
			code := codes[call.Args[0].(*ast.Ident).Name]
			made[code] = true
			arguments := len(call.Args) - 1
			if code == parking.CodeValue || code == parking.CodePlanKind {
				arguments++ // parkingError says how the field is written
			}
			for _, lang := range []string{assets.Chinese, assets.English} {
				sentence := assets.Text(lang, "error."+code)
				require.NotEqual(t, "error."+code, sentence, lang)
				require.Len(t, verb.FindAllString(sentence, -1), arguments, sentence)
			}
			return true
		})
	}
	require.Len(t, made, len(codes))
}
