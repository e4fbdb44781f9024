package cmd_test

import (
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
)

// ownTables are the places above the ledger that hold SQL: the spool keeps its jobs, the monkey and the tour look at the book as
// an auditor would, and the bench compares tables.
var ownTables = regexp.MustCompile(`^(cashier/spool/|cashier/ui/monkey/|cmd/simulate/tour_|cmd/ledgerctl/bench_)`)

var statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|PRAGMA|CREATE|DROP|ALTER)\s`)

// violations returns what of a file asks past the rooms of the ledger: a statement of SQL, an import of database/sql, or a
// command run as a part of a transaction, which only rooms of the ledger do.
func violations(files *token.FileSet, file *ast.File) (all []string) {
	for _, imported := range file.Imports {
		if imported.Path.Value == `"database/sql"` {
			all = append(all, files.Position(imported.Pos()).String()+" imports database/sql")
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && statement.MatchString(text) {
				all = append(all, files.Position(n.Pos()).String()+" holds SQL")
			}
		case *ast.CallExpr:
			called, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || called.Sel.Name != "In" || len(n.Args) != 1 {
				return true
			}
			if room, ok := called.X.(*ast.SelectorExpr); ok && (room.Sel.Name == "Billing" || room.Sel.Name == "Meters" || room.Sel.Name == "Leases") {
				all = append(all, files.Position(n.Pos()).String()+" runs a command inside a transaction")
			}
		}
		return true
	})
	return all
}

// The window, ledgerctl and everything else above the ledger call its commands and never its tables.
func TestNothingAboveTheLedgerAsksTheDatabase(t *testing.T) {
	files := token.NewFileSet()
	read := 0
	for _, folder := range []string{"cashier", "cmd", "sync"} {
		err := filepath.WalkDir("../"+folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			if ownTables.MatchString(strings.TrimPrefix(filepath.ToSlash(path), "../")) {
				return nil
			}
			file, err := parser.ParseFile(files, path, nil, 0)
			require.NoError(t, err)
			require.Empty(t, violations(files, file))
			read++
			return nil
		})
		require.NoError(t, err)
	}
	require.Greater(t, read, 300)
}

func TestTheGuardSeesWhatAsksTheDatabase(t *testing.T) {
	for source, want := range map[string]int{
		`package a; import "database/sql"; var _ sql.DB`:                                                    1,
		"package a; func f(tx *T) { tx.Get(`SELECT 1 FROM bills`, nil) }":                                   1,
		"package a; func f(tx *T) { tx.Exec(\"\\n\\tUPDATE bills SET n = 1\") }":                            1,
		`package a; func f(c *C, tx *T) { c.Book.Billing.In(tx).Run(ctx, by, order) }`:                      1,
		`package a; func f(c *C) { c.Book.Billing.Run(ctx, by, order); println("Select a room"); g.In(1) }`: 0,
	} {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "a.go", source, 0)
		require.NoError(t, err)
		require.Len(t, violations(files, file), want, source)
	}
}
