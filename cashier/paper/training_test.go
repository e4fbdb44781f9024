package paper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/devices/escpos"
)

// said are the words of a paper's blocks, one a line.
func said(document escpos.Document) (lines []string) {
	for _, block := range document {
		switch block := block.(type) {
		case escpos.Title:
			lines = append(lines, block.Text)
		case escpos.Text:
			lines = append(lines, block.Text)
		case escpos.Rule:
			lines = append(lines, "----")
		case escpos.Cut:
			lines = append(lines, "cut")
		}
	}
	return lines
}

// 练习 stands at the head of every paper, after each of its rules and at its foot: no piece that is torn off passes for a receipt.
func TestNoPieceOfAPractisedPaperPassesForAReceipt(t *testing.T) {
	const mark = "练习 · 不是收据"
	for name, receipt := range variants() {
		plain := receipt.Document(escpos.Profile58())
		lines := said(paper.MarkTraining(plain))
		require.Equal(t, mark, lines[0], name)
		require.Equal(t, []string{mark, "cut"}, lines[len(lines)-2:], name)
		rules := 0
		for i, line := range lines {
			if line == "----" {
				rules++
				require.Equal(t, mark, lines[i+1], name)
			}
		}
		require.GreaterOrEqual(t, rules, 2, name)
		require.NotContains(t, strings.Join(said(plain), "\n"), "练习", "a real receipt says nothing of it")
	}
}

func TestASheetOfAPractisedReceiptSaysSo(t *testing.T) {
	for name, receipt := range variants() {
		receipt.Training = true
		for _, format := range formats {
			text := tool(t, "pdftotext", "-layout", sheets(t, receipt, format), "-")
			require.Contains(t, text, "练习 · 不是收据", name)
			require.Contains(t, text, "（练习）", name)
		}
	}
}
