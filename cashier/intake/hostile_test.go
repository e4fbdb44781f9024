package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesThatCannotBeReadSayWhy(t *testing.T) {
	register, err := os.ReadFile("testdata/register.xlsx")
	require.NoError(t, err)
	wide := make([]any, 300)
	for i := range wide {
		wide[i] = "列"
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":                      {nil, "空文件"},
		"blank":                      {[]byte("\r\n \r\n"), "空文件"},
		"an old .xls":                {append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 512)...), "另存为“Excel 工作簿 (.xlsx)”"},
		"a PDF":                      {[]byte("%PDF-1.7 ..."), "不是表格文件"},
		"a web page called .xls":     {[]byte("<html><table><tr><td>房号</td></tr></table>"), "不是表格文件"},
		"a picture":                  {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), "不是表格文件"},
		"bytes in no encoding":       {[]byte("房号,业主\n\xff\xff\xff\xff\n"), "GB18030"},
		"a zip that is no workbook":  {zipped(t, map[string]string{"a.txt": "a"}), "不是 .xlsx 工作簿"},
		"cut off in the middle":      {register[:len(register)/2], "不完整"},
		"cut off near the end":       {register[:len(register)-30], "不完整"},
		"a workbook of garbage":      {zipped(t, map[string]string{"xl/workbook.xml": "<workbook><sheets>"}), "不完整"},
		"worksheet XML that ends":    {replaced(t, register, "xl/worksheets/sheet1.xml", func(xml string) string { return xml[:len(xml)/2] }), "不完整"},
		"a cell out of its row":      {replaced(t, register, "xl/worksheets/sheet1.xml", func(xml string) string { return strings.ReplaceAll(xml, `r="C9"`, `r="C8"`) }), "不完整"},
		"no sheet at all":            {replaced(t, register, "xl/worksheets/sheet1.xml", func(string) string { return "" }), "。"},
		"300 columns":                {workbookOf(t, [][]any{wide}, nil), "超过 200 列"},
		"300 columns of CSV":         {[]byte(strings.Repeat("房号,", 300)), "超过 200 列"},
		"a million rows of CSV":      {[]byte("房号,业主\n" + strings.Repeat("1-101,张三\n", 1_000_000)), "超过 100000 行"},
		"more rows than a register":  {replaced(t, register, "xl/worksheets/sheet1.xml", manyRows), "超过 100000 行"},
		"a quote that never ends":    {[]byte("房号,业主\n1-101,\"张三\n1-102,李四\n"), "第 2 行"},
		"larger than the limit":      {make([]byte, maxFileBytes+1), "超过 50 MB"},
		"a bomb that owns up to it":  {bomb(t, 300<<20), "解开后太大"},
		"a bomb of many small files": {manyEntries(t, 3_000), "解开后太大"},
		"a bomb that lies":           {lyingBomb(t), "不完整"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(context.Background(), "登记表", c.data, "")
			requireSentence(t, err)
			require.Contains(t, err.Error(), c.says)
		})
	}
	_, err = Load(context.Background(), filepath.Join(t.TempDir(), "没有这个文件.xlsx"), "")
	requireSentence(t, err)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestReadingCanBeCancelled(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, path := range []string{"testdata/register.xlsx", "testdata/register-messy.xlsx"} {
		_, err := Load(cancelled, path, "")
		require.ErrorIs(t, err, context.Canceled)
		sheet, err := Load(context.Background(), path, "")
		require.NoError(t, err)
		_, err = sheet.Plan(cancelled, Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
	_, err := Read(cancelled, "", []byte("房号,业主\n1-101,张三\n"), "")
	require.ErrorIs(t, err, context.Canceled)
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for name, content := range parts {
		part, err := archive.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(part, content)
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	return buffer.Bytes()
}

// replaced returns a workbook with one part changed.
func replaced(t *testing.T, book []byte, name string, change func(string) string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	require.NoError(t, err)
	parts := map[string]string{}
	for _, entry := range archive.File {
		part, err := entry.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(part)
		require.NoError(t, err)
		require.NoError(t, part.Close())
		parts[entry.Name] = string(content)
	}
	parts[name] = change(parts[name])
	return zipped(t, parts)
}

func manyRows(string) string {
	return "<worksheet><sheetData>" + strings.Repeat(`<row><c t="inlineStr"><is><t>1</t></is></c></row>`, 100_001) + "</sheetData></worksheet>"
}

func bomb(t *testing.T, size int) []byte {
	t.Helper()
	return zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": strings.Repeat(" ", size)})
}

func manyEntries(t *testing.T, count int) []byte {
	t.Helper()
	parts := map[string]string{"xl/workbook.xml": "<workbook/>"}
	for i := range count {
		parts["xl/media/"+strings.Repeat("a", i%50)+string(rune('一'+i))] = ""
	}
	return zipped(t, parts)
}

// lyingBomb declares a size of one byte for a part that unfolds to 64 MB.
func lyingBomb(t *testing.T) []byte {
	t.Helper()
	var deflated bytes.Buffer
	honest := zip.NewWriter(&deflated)
	part, err := honest.Create("a")
	require.NoError(t, err)
	_, err = part.Write(make([]byte, 64<<20))
	require.NoError(t, err)
	require.NoError(t, honest.Close())
	archive, err := zip.NewReader(bytes.NewReader(deflated.Bytes()), int64(deflated.Len()))
	require.NoError(t, err)
	raw, err := archive.File[0].OpenRaw()
	require.NoError(t, err)
	content, err := io.ReadAll(raw)
	require.NoError(t, err)

	var buffer bytes.Buffer
	lying := zip.NewWriter(&buffer)
	header := archive.File[0].FileHeader
	header.Name, header.UncompressedSize64 = "xl/workbook.xml", 1
	entry, err := lying.CreateRaw(&header)
	require.NoError(t, err)
	_, err = entry.Write(content)
	require.NoError(t, err)
	require.NoError(t, lying.Close())
	return buffer.Bytes()
}

func TestAMeterSheetIsNoRegister(t *testing.T) {
	sheet, err := Load(context.Background(), "testdata/meters-2026-10.xlsx", "")
	require.NoError(t, err)
	_, err = sheet.Plan(context.Background(), Options{})
	var refused *FileError
	require.ErrorAs(t, err, &refused)
	require.Contains(t, refused.Text, "抄表")
}
