package cmd_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// topLevel is all that may lie at the top of the project besides dot files.
var topLevel = []string{
	"cmd", "cashier", "ledger", "devices", "sync", "assets",
	"FyneApp.toml", "Makefile", "go.mod", "go.sum", "README.md", "LICENSE",
}

// made is what make leaves there and version control ignores.
var made = []string{"build", "bin"}

const longestFileLines = 500

// root is the project's folder as seen from this one, where tests run.
const root = ".."

func TestTheTopLevelHoldsNothingElse(t *testing.T) {
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, ".") && !slices.Contains(made, name) {
			require.Contains(t, topLevel, name)
		}
	}
}

// A package named sync at the top would shadow the standard library's.
func TestSyncHasRoomsAndNoCodeOfItsOwn(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "sync", "*.go"))
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestNoFileIsTooLong(t *testing.T) {
	walkGo(t, root, func(path string, content []byte) {
		lines := bytes.Count(content, []byte("\n"))
		require.LessOrEqual(t, lines, longestFileLines, path)
	})
}

func TestTheLedgerHasNoFloats(t *testing.T) {
	float := regexp.MustCompile(`\bfloat(32|64)\b`)
	walkGo(t, filepath.Join(root, "ledger"), func(path string, content []byte) {
		if !strings.HasSuffix(path, "_test.go") {
			require.False(t, float.Match(content), "%s names a float", path)
		}
	})
}

// Names, rooms and amounts stand in most of what is written, so that nobody but its owner may read any of it: files are made 0600 and folders 0700,
// by a literal that a reader sees. (What SQLite makes beside a book has the book's own mode.)
func TestWhatIsMadeIsItsOwnersAlone(t *testing.T) {
	walkGo(t, root, func(path string, content []byte) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, path, content, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(parsed, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				require.Empty(t, readableByOthers(call), "%s", files.Position(call.Pos()))
			}
			return true
		})
	})
}

// readableByOthers names a call of package os that makes what others may read, or that does not say who may; "" for any other call.
func readableByOthers(call *ast.CallExpr) string {
	selected, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if of, ok := selected.X.(*ast.Ident); !ok || of.Name != "os" {
		return ""
	}
	want, makes := map[string][]string{"Create": nil, "WriteFile": {"0o600"}, "OpenFile": {"0o600", "0"}, "Mkdir": {"0o700"}, "MkdirAll": {"0o700"}, "Chmod": {"0o600", "0o700"}}[selected.Sel.Name]
	if !makes {
		return ""
	}
	if mode, ok := call.Args[len(call.Args)-1].(*ast.BasicLit); ok && slices.Contains(want, mode.Value) {
		return ""
	}
	return "os." + selected.Sel.Name
}

// walkGo hands over every Go file below a folder, but those of hidden folders
// and of what make leaves.
func walkGo(t *testing.T, folder string, visit func(path string, content []byte)) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || slices.Contains(made, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		visit(path, content)
		return nil
	}))
}
