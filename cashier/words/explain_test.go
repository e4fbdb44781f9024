package words_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/intake"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// refusal is one place in the sources where an error with a code is made.
type refusal struct {
	place, code string
	arguments   int
}

// source is one file of the sources that is not a test, with its package's path below the module.
type source struct {
	room string
	file *ast.File
}

// readSources parses them all.
func readSources(t *testing.T, files *token.FileSet) []source {
	t.Helper()
	var all []source
	for _, folder := range []string{"ledger", "cashier", "cmd", "sync", "devices"} {
		err := filepath.WalkDir("../../"+folder, func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, 0)
			all = append(all, source{strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../../"), file})
			return err
		})
		require.NoError(t, err)
	}
	return all
}

var codeName = regexp.MustCompile(`^[Cc]ode([A-Z]\w*)?$`)

// codes returns the constants of the rooms that hold a code, by the room's path and the constant's name.
func codes(sources []source) map[string]string {
	all := make(map[string]string)
	for _, s := range sources {
		ast.Inspect(s.file, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok || len(spec.Names) != 1 || len(spec.Values) != 1 || !codeName.MatchString(spec.Names[0].Name) {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				all[s.room+"."+spec.Names[0].Name], _ = strconv.Unquote(literal.Value)
			}
			return true
		})
	}
	return all
}

// refusals finds store.Refuse(code, arguments…) and store.Fail(code, cause, arguments…) with a constant of a room.
func refusals(t *testing.T) []refusal {
	t.Helper()
	files := token.NewFileSet()
	sources := readSources(t, files)
	known := codes(sources)
	var all []refusal
	for _, s := range sources {
		ast.Inspect(s.file, func(node ast.Node) bool {
			if found, ok := s.refusalOf(known, node); ok {
				found.place = files.Position(node.Pos()).String()
				all = append(all, found)
			}
			return true
		})
	}
	require.Greater(t, len(all), 500)
	return all
}

func (s source) refusalOf(known map[string]string, node ast.Node) (refusal, bool) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return refusal{}, false
	}
	function := ""
	switch called := call.Fun.(type) {
	case *ast.Ident:
		function = called.Name
	case *ast.SelectorExpr:
		if room, ok := called.X.(*ast.Ident); ok && room.Name == "store" {
			function = called.Sel.Name
		}
	}
	code, ok := known[s.constant(call.Args[0])]
	if !ok || function != "Refuse" && function != "Fail" {
		return refusal{}, false
	}
	found := refusal{code: code, arguments: len(call.Args) - 1}
	if function == "Fail" {
		found.arguments--
	}
	return found, true
}

// constant returns the room's path and the name of what an expression names, of this package or of an imported one.
func (s source) constant(expression ast.Expr) string {
	switch named := expression.(type) {
	case *ast.Ident:
		return s.room + "." + named.Name
	case *ast.SelectorExpr:
		room, ok := named.X.(*ast.Ident)
		for _, imported := range s.file.Imports {
			path := strings.TrimPrefix(strings.Trim(imported.Path.Value, `"`), "shouqi/")
			if ok && (imported.Name != nil && imported.Name.Name == room.Name || imported.Name == nil && filepath.Base(path) == room.Name) {
				return path + "." + named.Sel.Name
			}
		}
	}
	return ""
}

// A code is written once, as a constant of its room: whoever branches on it or makes it names the constant.
func TestEveryCodeIsAConstantOfItsRoom(t *testing.T) {
	files := token.NewFileSet()
	sources := readSources(t, files)
	rooms := make(map[string]string)
	for name, code := range codes(sources) {
		require.Empty(t, rooms[code], "%s is a constant twice", code)
		rooms[code] = name
	}
	for _, s := range sources {
		ast.Inspect(s.file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok && len(spec.Names) == 1 && (rooms[text(spec.Values)] == s.room+"."+spec.Names[0].Name || strings.HasPrefix(spec.Names[0].Name, "kind")) {
				return false
			}
			if call, ok := node.(*ast.CallExpr); ok && isText(call) {
				return false // a key of the catalogue
			}
			if literal, ok := node.(*ast.BasicLit); ok && rooms[text([]ast.Expr{literal})] != "" && strings.Contains(literal.Value, ".") {
				t.Errorf("%s: write %s", files.Position(literal.Pos()), rooms[text([]ast.Expr{literal})])
			}
			return true
		})
	}
}

// text returns what a single string literal says, else "".
func text(values []ast.Expr) (said string) {
	if len(values) == 1 {
		if literal, ok := values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
			said, _ = strconv.Unquote(literal.Value)
		}
	}
	return said
}

func isText(call *ast.CallExpr) bool {
	switch called := call.Fun.(type) {
	case *ast.Ident:
		return called.Name == "text"
	case *ast.SelectorExpr:
		return called.Sel.Name == "text" || called.Sel.Name == "Text"
	}
	return false
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
	unwitnessed := assets.Text(assets.Chinese, "error.book.unwitnessed")
	for name, c := range map[string]struct {
		err  error
		lang string
		want string
	}{
		"nothing went wrong":              {nil, assets.Chinese, ""},
		"too little money":                {store.Refuse("till.not_enough", "￥3.20"), assets.Chinese, "还差 ￥3.20，没有收款。请收足，或改为部分缴。"},
		"wrapped":                         {fmt.Errorf("take: %w", store.Refuse("staff.pin_wrong", 4)), assets.Chinese, "密码不对，还可以试 4 次。"},
		"an action in people's words":     {store.Refuse("staff.needs_approval", "void"), assets.Chinese, "“作废”要批准人输入密码，这一步没有做，钱没有动。"},
		"more told than said":             {store.Refuse("store.corrupt", "page 7"), assets.Chinese, assets.Text(assets.Chinese, "error.store.corrupt")},
		"less told than said":             {store.Refuse("store.newer"), assets.Chinese, assets.Text(assets.Chinese, "error.internal")},
		"English":                         {store.Refuse("till.shift_open"), assets.English, "A shift is open at this counter already; close it first."},
		"an amount typed wrongly":         {money.ErrPrecision, assets.Chinese, "金额只能到分，最多两位小数，请重新填写。"},
		"somebody pressed cancel":         {context.Canceled, assets.Chinese, "已取消，什么都没有改。"},
		"a file that is no register":      {&intake.FileError{Text: "这是一个空文件。"}, assets.English, "这是一个空文件。"},
		"what nobody has words for":       {errors.New("runtime: out of luck"), assets.Chinese, assets.Text(assets.Chinese, "error.internal")},
		"a code nobody has words for":     {store.Refuse("moon.full"), assets.Chinese, assets.Text(assets.Chinese, "error.internal")},
		"nobody knows who holds it":       {store.Refuse(store.CodeHeld, "estate.book", "", 0, ""), assets.Chinese, "账本 estate.book 正由另一个程序使用，是哪一个查不出来。请先关掉用着它的程序再试；账没有动。"},
		"a paper of a book with receipts": {store.Refuse(ledger.CodePaper, "01", "01-2026-000007"), assets.Chinese, "最新一张纸质收据的号码要写全，像 01-2026-000123：没有写全、写错了或者不是最新的一张，都不行。账没有动。"},
		"a paper of a book without any":   {store.Refuse(ledger.CodePaper, "01", "—"), assets.Chinese, "最新一张纸质收据的号码要写全，像 01-2026-000123：没有写全、写错了或者不是最新的一张，都不行；一张都没有开过就写 0。账没有动。"},
		"a note without room":             {store.Fail(ledger.CodeUnwitnessed, store.Fail(store.CodeIO, &fs.PathError{Op: "write", Path: "/state/a.json", Err: syscall.ENOSPC})), assets.Chinese, unwitnessed + "磁盘满了：请腾出空间，再打开账本。"},
		"a note that may not be":          {store.Fail(ledger.CodeUnwitnessed, store.Fail(store.CodeIO, &fs.PathError{Op: "open", Path: "/state/.making-1", Err: fs.ErrPermission})), assets.Chinese, unwitnessed + "不能写入 /state（只读，或没有权限）：请让这个登录账户能写入，再打开账本。"},
		"a note in a folder's place":      {store.Fail(ledger.CodeUnwitnessed, store.Fail(store.CodeIO, &os.LinkError{Op: "rename", Old: "/state/.making-1", New: "/state/a.json", Err: fs.ErrExist})), assets.Chinese, unwitnessed + "没有写成 /state/a.json：请检查这个位置和磁盘，再打开账本。"},
		"a note that nothing is said of":  {store.Refuse(ledger.CodeUnwitnessed), assets.Chinese, unwitnessed + assets.Text(assets.Chinese, "error.why.other")},
		"a disk that failed earlier":      {store.Fail(store.CodeLatched, store.Refuse(store.CodeIO)), assets.Chinese, assets.Text(assets.Chinese, "error.store.latched")},
		"what was found since":            {store.Fail(store.CodeLatched, store.Refuse(ledger.CodeFindings, 2)), assets.Chinese, "这一步没有做，钱没有入账。" + assets.Text(assets.Chinese, "error.book.findings", 2)},
		"a language nobody has written":   {store.Refuse("till.shift_open"), "fr", "柜台已经开着一个班，请先交班。"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, words.Explain(c.err, c.lang))
		})
	}
}
