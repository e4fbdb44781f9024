package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxUnzippedBytes bounds what a workbook may unfold to: about four times the
// XML of 100,000 rows of 20 columns. maxZipEntries bounds its directory.
const (
	maxUnzippedBytes = 256 << 20
	maxZipEntries    = 2_000
)

// workbook is an open XLSX file: excelize gives its values, formats and names,
// and our own pass over a sheet's XML gives each cell's type, which excelize
// tells only after holding the whole sheet as objects, at 200 bytes a cell.
type workbook struct {
	file  *excelize.File
	zip   *zip.Reader
	parts map[string]string // sheet name → path of its XML

	styles    map[int]styleFormat
	formats   []string // the codes of the number formats that were met; General is the first, ""
	uncertain bool     // it asks to be calculated when it is opened
}

func readXLSX(ctx context.Context, data []byte, sheetName string, wanted table) (sheets []*Sheet, err error) {
	// The parser is not ours and the file may be hostile; a panic in it must
	// refuse the file, not end the cash desk.
	defer func() {
		if fault := recover(); fault != nil {
			sheets, err = nil, brokenWorkbook(fmt.Errorf("the workbook parser panicked: %v", fault))
		}
	}()
	archive, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue:      true,
		UnzipSizeLimit:    maxUnzippedBytes,
		UnzipXMLSizeLimit: maxUnzippedBytes, // all in memory: owners' data stays out of temporary files
	})
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	defer file.Close()
	book := &workbook{file: file, zip: archive, styles: map[int]styleFormat{}, formats: []string{""}}
	if book.parts, err = sheetParts(archive); err != nil {
		return nil, brokenWorkbook(err)
	}
	calculation, err := file.GetCalcProps()
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	book.uncertain = calculation.FullCalcOnLoad != nil && *calculation.FullCalcOnLoad
	return book.pick(ctx, sheetName, wanted)
}

func brokenWorkbook(cause error) error {
	return refuseFile(cause, "这个 .xlsx 文件不完整或已损坏：请用 Excel 或 WPS 打开，另存一份后再导入。")
}

// openArchive refuses a zip bomb by its directory. Unpacking itself cannot
// exceed what the directory declares: archive/zip stops there with an error.
func openArchive(data []byte) (*zip.Reader, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	var unzipped uint64
	for _, entry := range archive.File {
		unzipped += min(entry.UncompressedSize64, maxUnzippedBytes+1)
		if len(archive.File) > maxZipEntries || unzipped > maxUnzippedBytes {
			return nil, refuseFile(nil, "这个文件解开后太大（超过 %d MB），没有读：请新建一个工作簿，只把要导入的内容粘贴为数值再试。", maxUnzippedBytes>>20)
		}
	}
	if _, err := archive.Open("xl/workbook.xml"); err != nil {
		return nil, refuseFile(err, "这不是 .xlsx 工作簿：请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”后再导入。")
	}
	return archive, nil
}

// read reads one sheet whole.
func (book *workbook) read(ctx context.Context, name string) (*Sheet, error) {
	entry, err := book.zip.Open(book.parts[name])
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	defer entry.Close()
	shape, err := scanShape(ctx, entry, scannedBook{formatOf: book.formatOf, uncertain: book.uncertain})
	if err != nil {
		var fileError *FileError
		if errors.As(err, &fileError) || ctx.Err() != nil {
			return nil, err
		}
		return nil, brokenWorkbook(err)
	}
	properties, err := book.file.GetWorkbookProps()
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	sheet := &Sheet{Name: name, merges: shape.merges, hiddenColumns: shape.hiddenColumns}
	sheet.Date1904 = properties.Date1904 != nil && *properties.Date1904
	rows, err := book.file.Rows(name)
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		values, err := rows.Columns()
		if err != nil {
			return nil, brokenWorkbook(err)
		}
		if kinds := shape.kinds[number]; kinds != nil {
			line := typedLine(number, values, kinds)
			line.formats, line.hidden = shape.formats[number], shape.hiddenRows[number]
			sheet.Lines = append(sheet.Lines, line)
		}
	}
	sheet.formats = book.formats
	return sheet, rows.Error()
}

func typedLine(number int, values []string, kinds []Kind) Line {
	line := Line{Number: number, Cells: make([]Cell, len(kinds))}
	for i, kind := range kinds {
		text := ""
		if i < len(values) {
			text = values[i]
		}
		switch kind {
		case kindNumber, kindDate:
			plain, ok := plainNumber(strings.TrimSpace(text))
			if !ok {
				line.Cells[i] = textCell(text)
				continue
			}
			text = plain
		case kindText:
			line.Cells[i] = textCell(text)
			continue
		case kindError:
			if !errorWord.MatchString(squeeze(text)) {
				text = uncalculated
			}
		}
		if text != "" {
			line.Cells[i] = Cell{Kind: kind, Text: text}
		}
	}
	return line
}

// sheetParts maps the sheets' names to their XML (ECMA-376 part 1, 18.2.19 and
// part 2, relationships). Chart sheets are left out.
func sheetParts(archive *zip.Reader) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			// The namespace of r:id differs between strict and transitional files.
			Attributes []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := decodePart(archive, "xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	if err := decodePart(archive, "xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, err
	}
	targets := map[string]string{}
	for _, relation := range relations.List {
		if !strings.HasSuffix(relation.Type, "/worksheet") {
			continue
		}
		target := strings.ReplaceAll(relation.Target, `\`, "/")
		if strings.HasPrefix(target, "/") {
			targets[relation.ID] = strings.TrimPrefix(target, "/")
		} else {
			targets[relation.ID] = path.Join("xl", target)
		}
	}
	parts := map[string]string{}
	for _, sheet := range book.Sheets {
		for _, attribute := range sheet.Attributes {
			if target := targets[attribute.Value]; attribute.Name.Local == "id" && target != "" {
				parts[sheet.Name] = target
			}
		}
	}
	return parts, nil
}

func decodePart(archive *zip.Reader, name string, into any) error {
	part, err := archive.Open(name)
	if err != nil {
		return fmt.Errorf("open part of workbook: %w", err)
	}
	defer part.Close()
	if err := xml.NewDecoder(io.LimitReader(part, 1<<20)).Decode(into); err != nil {
		return fmt.Errorf("decode part of workbook: %w", err)
	}
	return nil
}
