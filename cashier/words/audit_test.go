package words_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/words"
	"shouqi/ledger/audit"
)

// literalsOf returns the texts in an expression in their order, as one with a space for what is not known.
func literalsOf(node ast.Node) (text string) {
	ast.Inspect(node, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			part, _ := strconv.Unquote(literal.Value)
			text += part
		}
		return true
	})
	return text
}

// foundInSources returns the check and the detail of every finding that the sources make, a check without detail being a sum.
func foundInSources(t *testing.T) (all []audit.Finding) {
	t.Helper()
	sumQuery := regexp.MustCompile(`^\s*SELECT '`)
	for _, source := range readSources(t, token.NewFileSet()) {
		if !slices.Contains([]string{"ledger", "ledger/audit", "ledger/vault"}, source.room) {
			continue
		}
		ast.Inspect(source.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				selector, _ := n.Fun.(*ast.SelectorExpr)
				name, _ := n.Fun.(*ast.Ident)
				switch last := len(n.Args) - 1; {
				case selector != nil && selector.Sel.Name == "add" && last == 3 && literalsOf(n.Args[0]) != "":
					all = append(all, audit.Finding{Check: literalsOf(n.Args[0]), Detail: literalsOf(n.Args[3])})
				case selector != nil && selector.Sel.Name == "found" && last == 1:
					all = append(all, audit.Finding{Check: "right", Detail: literalsOf(n.Args[1])})
				case name != nil && name.Name == "found" && last == 2 && literalsOf(n.Args[2]) != "":
					all = append(all, audit.Finding{Check: "vault", Detail: literalsOf(n.Args[2])})
				}
			case *ast.CompositeLit:
				found := audit.Finding{}
				for i, element := range n.Elts {
					pair, keyed := element.(*ast.KeyValueExpr)
					switch {
					case !keyed && i == 1 && sumQuery.MatchString(literalsOf(element)):
						all = append(all, audit.Finding{Check: literalsOf(n.Elts[0])})
					case keyed && literalsOf(pair.Key) == "":
						if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Check" {
							found.Check = literalsOf(pair.Value)
						} else if ok && key.Name == "Detail" {
							found.Detail = literalsOf(pair.Value)
						}
					}
				}
				if found.Check != "" {
					all = append(all, found)
				}
			}
			return true
		})
	}
	return all
}

// Whatever an audit finds is said to a person in plain words: what the check is of, and, where a check has several, what is wrong. A check that is
// added without its words fails here.
func TestEveryFindingIsSaidInPlainWords(t *testing.T) {
	all := foundInSources(t)
	require.Greater(t, len(all), 80)
	inner := regexp.MustCompile(`[a-z]{3}`)
	checks := map[string]bool{}
	for _, found := range all {
		checks[found.Check] = true
		for _, lang := range []string{assets.Chinese, assets.English} {
			said := words.AuditFinding(audit.Finding{Check: found.Check, Detail: found.Detail}, lang)
			require.NotContains(t, said, "finding.", found)
			require.NotContains(t, said, found.Check+"：", "%q has no words", found)
			if lang == assets.Chinese {
				require.False(t, inner.MatchString(said), "%q: %s", found, said)
			}
			// These have one answer each, or one of SQLite's own.
			if found.Detail != "" && !slices.Contains([]string{"integrity", "references", "witness", "remembered"}, found.Check) {
				require.NotEqual(t, words.AuditFinding(audit.Finding{Check: found.Check}, lang), said, found)
			}
		}
	}
	require.Greater(t, len(checks), 45)
}

func TestAFindingNamesItsRow(t *testing.T) {
	for _, c := range []struct {
		found audit.Finding
		said  string
	}{
		{audit.Finding{Check: "chain", Table: "events", Key: "1/7", Detail: "was changed: its hash is another"}, "记录前后不连贯，这一条被改过（events 1/7）"},
		{audit.Finding{Check: "fold", Table: "staff", Key: "ab", Detail: "role was changed"}, "内容和记录不符，role 被改过（staff ab）"},
		{audit.Finding{Check: "fold", Table: "bills", Key: "ab", Detail: "is missing"}, "内容和记录不符，这一行不见了（bills ab）"},
		{audit.Finding{Check: "receipts gapless", Table: "receipts", Key: "01-2026", Detail: "numbers 1 to 3 but 2 receipts and skipped"}, "收据号有缺号或重号（receipts 01-2026）"},
		{audit.Finding{Check: "witness", Table: "book", Key: "book.behind", Detail: "is not the book that this machine remembers"}, "不是这台电脑记得的那本账（book book.behind）"},
		{audit.Finding{Check: "remembered", Table: "book", Detail: "the last check of the whole book found something; only another that finds nothing lets it take money again"}, "上次完整检查发现过问题，再查一次没有问题才能收款（book）"},
		{audit.Finding{Check: "of tomorrow", Table: "rows", Key: "1", Detail: "odd"}, "of tomorrow：odd（rows 1）"},
	} {
		require.Equal(t, c.said, words.AuditFinding(c.found, assets.Chinese))
	}
}
