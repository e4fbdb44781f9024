package main

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAWrongCommandIsSaidInChinese(t *testing.T) {
	for written, want := range map[string]string{
		"fnd 1-1-101":                       `没有 fnd 这个命令，是不是 "find"`,
		"find 1-1-101 1-1-102":              "多写了 1-1-102",
		"find --lmit 3 x":                   `没有 --lmit 这个选项，是不是 "--limit"`,
		"find --colour x":                   "没有 --colour 这个选项",
		"find":                              `后面还要写 "<text>"`,
		"collect --cash 5":                  "还要写 --request-id=STRING, --room=STRING",
		"shift":                             "后面还要写",
		"":                                  "后面还要写",
		"find --limit many x":               "--limit 要写一个数，不能是“many”",
		"receipt print 1 --wait long":       "--wait 要写一段时间",
		"receipt pdf 1 --format a3 --out x": `--format 只能是 "a5","a4","241x93","241x140"，不能是“a3”`,
		"find --limit":                      "--limit 后面少了一个值",
		"find --limit --json x":             "--limit 后面少了一个值",
		"item add --set lines":              "--set 要写成 名称=数值，不能是“lines”",
	} {
		var out, complaint strings.Builder
		status := run(context.Background(), strings.Fields(written), strings.NewReader(""), &out, &complaint, time.Now)
		require.Equal(t, statusUsage, status, written)
		if !strings.Contains(complaint.String(), want) {
			t.Errorf("%q: %s", written, complaint.String())
		}
		require.Contains(t, complaint.String(), "命令写得不对", written)
		require.NotRegexp(t, regexp.MustCompile(`\b(?:unexpected|expected|unknown|missing|must|mean|got)\b`), complaint.String(), written)
	}
}

func TestFlagsTakeFiguresAsAnInputMethodTypesThem(t *testing.T) {
	var sum amount
	require.NoError(t, sum.UnmarshalText([]byte("１２３．５")))
	require.EqualValues(t, 12350, sum.Fen)
	require.NoError(t, sum.UnmarshalText([]byte("￥1,234.50")))
	require.EqualValues(t, 123450, sum.Fen)
	var paid slip
	require.NoError(t, paid.UnmarshalText([]byte("３００：00128834")))
	require.EqualValues(t, 30000, paid.fen)
	require.Equal(t, "00128834", paid.reference)
	var counted pieces
	require.NoError(t, counted.UnmarshalText([]byte("１００×3，50x１")))
	total, err := counted.Count.Fen()
	require.NoError(t, err)
	require.EqualValues(t, 35000, total)
}
