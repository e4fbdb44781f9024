package cashier_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// refusal is one place in the sources where an error with a code is made.
type refusal struct {
	place, code string
	arguments   int
}

// refusals reads them from every source file that is not a test.
func refusals(t *testing.T) []refusal {
	t.Helper()
	var all []refusal
	files := token.NewFileSet()
	for _, folder := range []string{"../ledger", "../cashier", "../cmd", "../sync"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(node ast.Node) bool {
				if found, ok := refusalOf(node); ok {
					found.place = files.Position(node.Pos()).String()
					all = append(all, found)
				}
				return true
			})
			return nil
		})
		require.NoError(t, err)
	}
	require.Greater(t, len(all), 100)
	return all
}

// refusalOf reads store.Refuse(code, arguments…) and store.Fail(code, cause, arguments…).
func refusalOf(node ast.Node) (refusal, bool) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return refusal{}, false
	}
	name := ""
	switch function := call.Fun.(type) {
	case *ast.Ident:
		name = function.Name
	case *ast.SelectorExpr:
		if room, ok := function.X.(*ast.Ident); ok && room.Name == "store" {
			name = function.Sel.Name
		}
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING || name != "Refuse" && name != "Fail" {
		return refusal{}, false
	}
	code, err := strconv.Unquote(literal.Value)
	found := refusal{code: code, arguments: len(call.Args) - 1}
	if name == "Fail" {
		found.arguments--
	}
	return found, err == nil
}

var numbered = regexp.MustCompile(`%\[(\d+)\]v`)

func TestEveryCodeHasASentenceInBothLanguages(t *testing.T) {
	for _, found := range refusals(t) {
		for _, lang := range []string{assets.Chinese, assets.English} {
			key := "error." + found.code
			sentence := assets.Text(lang, key)
			if sentence == key {
				t.Errorf("%s: %s has no sentence in %s", found.place, found.code, lang)
				continue
			}
			require.NotContains(t, numbered.ReplaceAllString(sentence, ""), "%", "%s: every verb is numbered: %s", found.place, sentence)
			for _, verb := range numbered.FindAllStringSubmatch(sentence, -1) {
				number, err := strconv.Atoi(verb[1])
				require.NoError(t, err)
				require.LessOrEqual(t, number, found.arguments, "%s: %s says more than it is told: %s", found.place, found.code, sentence)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		lang string
		want string
	}{
		"nothing went wrong":            {nil, assets.Chinese, ""},
		"too little money":              {store.Refuse("till.not_enough", "￥3.20"), assets.Chinese, "还差 ￥3.20，没有收款。请收足，或改为部分缴。"},
		"wrapped":                       {fmt.Errorf("take: %w", store.Refuse("staff.pin_wrong", 4)), assets.Chinese, "密码不对，还可以试 4 次。"},
		"an action in people's words":   {store.Refuse("staff.needs_approval", "void"), assets.Chinese, "“作废”要批准人输入密码，这一步没有做，钱没有动。"},
		"more told than said":           {store.Refuse("store.corrupt", "page 7"), assets.Chinese, assets.Text(assets.Chinese, "error.store.corrupt")},
		"less told than said":           {store.Refuse("store.newer"), assets.Chinese, assets.Text(assets.Chinese, "error.internal")},
		"English":                       {store.Refuse("till.shift_open"), assets.English, "A shift is open at this counter already; close it first."},
		"an amount typed wrongly":       {money.ErrPrecision, assets.Chinese, "金额只能到分，最多两位小数，请重新填写。"},
		"somebody pressed cancel":       {context.Canceled, assets.Chinese, "已取消，什么都没有改。"},
		"a file that is no register":    {&intake.FileError{Text: "这是一个空文件。"}, assets.English, "这是一个空文件。"},
		"what nobody has words for":     {errors.New("runtime: out of luck"), assets.Chinese, assets.Text(assets.Chinese, "error.internal")},
		"a code nobody has words for":   {store.Refuse("moon.full"), assets.Chinese, assets.Text(assets.Chinese, "error.internal")},
		"a language nobody has written": {store.Refuse("till.shift_open"), "fr", "柜台已经开着一个班，请先交班。"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, cashier.Explain(c.err, c.lang))
		})
	}
}
