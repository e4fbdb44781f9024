package intake

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// shape is what a sheet's XML says about its cells besides their values.
type shape struct {
	kinds         map[int][]Kind   // row number → kind of each column; rows without content are absent
	formats       map[int][]uint16 // row number → place of each column's number format in the workbook's list
	merges        []merge
	hiddenRows    map[int]bool
	hiddenColumns [maxColumns]bool
	spills        []merge // the ranges that array formulas and data tables fill
}

// maxMerges bounds the merged ranges that are kept; a register merges its title
// and perhaps a few cells for each building and for owners of several rooms.
const maxMerges = 20_000

// scanShape streams through a worksheet's XML (ECMA-376 part 1, 18.3). It stops
// at the first row or column beyond the limits, so that a sheet of a million
// rows costs no memory, and it reports XML that breaks off, which the reading
// of values would take for the end of the sheet.
func scanShape(ctx context.Context, part io.Reader, book scannedBook) (*shape, error) {
	scan := &shapeScan{shape: shape{kinds: map[int][]Kind{}, formats: map[int][]uint16{}, hiddenRows: map[int]bool{}}, book: book}
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return &scan.shape, scan.missSpills()
		}
		if err != nil {
			return nil, fmt.Errorf("scan worksheet: %w", err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			err = scan.start(element)
		case xml.CharData:
			scan.readValue(element)
		case xml.EndElement:
			err = scan.end(ctx, element.Name.Local)
		}
		if err != nil {
			return nil, err
		}
	}
}

// scannedBook is what a sheet's scan has to know of its workbook.
type scannedBook struct {
	formatOf func(style int) styleFormat
	// uncertain says that the workbook asks to be calculated when it is opened:
	// programs that cannot calculate write 0 for every formula and ask for this.
	uncertain bool
}

type shapeScan struct {
	shape
	book                 scannedBook
	row, column          int // the row from 1, the column from 0
	kind                 Kind
	format               uint16
	hasValue, hasFormula bool
	inValue              bool
	value                []byte // how the stored value begins
	hidden               bool   // the row is
	hiddenUnlessSaid     bool   // rows are, unless they say otherwise
	last                 int    // the last row with content
}

func (scan *shapeScan) start(element xml.StartElement) error {
	switch element.Name.Local {
	case "row":
		scan.row, scan.column = scan.row+1, -1
		if number, err := strconv.Atoi(attribute(element, "r")); err == nil && number > 0 {
			scan.row = number
		}
		scan.hidden = hides(element, "ht") || scan.hiddenUnlessSaid && attribute(element, "hidden") == "" && attribute(element, "ht") == ""
	case "sheetFormatPr":
		zero := attribute(element, "zeroHeight")
		scan.hiddenUnlessSaid = zero == "1" || zero == "true"
	case "col":
		scan.hideColumns(element)
	case "c":
		scan.column++
		if reference := attribute(element, "r"); reference != "" {
			column, row, err := excelize.CellNameToCoordinates(reference)
			if err != nil || row != scan.row {
				return fmt.Errorf("scan worksheet: cell out of place in row %d", scan.row)
			}
			scan.column = column - 1
		}
		scan.hasValue, scan.hasFormula, scan.value = false, false, scan.value[:0]
		scan.format = 0
		scan.kind = scan.kindOf(attribute(element, "t"), attribute(element, "s"))
	case "v":
		scan.inValue = true
	case "is":
		scan.hasValue = true
	case "f":
		scan.hasFormula = true
		return scan.addSpill(attribute(element, "t"), attribute(element, "ref"))
	case "mergeCell":
		return scan.addMerge(attribute(element, "ref"))
	}
	return nil
}

// kindOf follows ST_CellType (ECMA-376 part 1, 18.18.11).
func (scan *shapeScan) kindOf(cellType, style string) Kind {
	switch cellType {
	case "s", "str", "inlineStr":
		return kindText
	case "b":
		return kindBool
	case "e":
		return kindError
	case "d":
		return kindDate
	}
	if index, err := strconv.Atoi(style); err == nil && index > 0 {
		format := scan.book.formatOf(index)
		if format.date {
			return kindDate
		}
		scan.format = format.code
	}
	return kindNumber
}

func (scan *shapeScan) end(ctx context.Context, name string) error {
	switch name {
	case "v":
		scan.inValue = false
	case "c":
		return scan.endCell()
	case "row":
		return ctx.Err()
	}
	return nil
}

func (scan *shapeScan) endCell() error {
	switch {
	case scan.hasFormula && scan.uncalculated():
		scan.kind = kindError
	case !scan.hasValue:
		return nil
	}
	if scan.column >= maxColumns {
		return tooManyColumns()
	}
	kinds := scan.kinds[scan.row]
	if kinds == nil && len(scan.kinds) >= maxRows {
		return tooManyRows()
	}
	for len(kinds) <= scan.column {
		kinds = append(kinds, kindEmpty)
	}
	kinds[scan.column] = scan.kind
	if scan.hidden {
		scan.hiddenRows[scan.row] = true
	}
	if scan.format > 0 {
		formats := scan.formats[scan.row]
		for len(formats) <= scan.column {
			formats = append(formats, 0)
		}
		formats[scan.column] = scan.format
		scan.formats[scan.row] = formats
	}
	scan.kinds[scan.row], scan.last = kinds, max(scan.last, scan.row)
	return nil
}

func (scan *shapeScan) addMerge(reference string) error {
	if len(scan.merges) >= maxMerges {
		return refuseFile(nil, "表里合并的单元格太多，没有读：请取消合并再导入。")
	}
	coordinates, err := rangeOf(reference)
	if err != nil {
		return fmt.Errorf("scan worksheet: merged range: %w", err)
	}
	scan.merges = append(scan.merges, coordinates)
	return nil
}

func rangeOf(reference string) (merge, error) {
	for i := range len(reference) {
		if reference[i] != ':' {
			continue
		}
		left, top, err := excelize.CellNameToCoordinates(reference[:i])
		if err != nil {
			return merge{}, err
		}
		right, bottom, err := excelize.CellNameToCoordinates(reference[i+1:])
		return merge{top: top, left: left - 1, bottom: bottom, right: right - 1}, err
	}
	return merge{}, errors.New("not a range")
}

func attribute(element xml.StartElement, name string) string {
	for _, candidate := range element.Attr {
		if candidate.Name.Local == name {
			return candidate.Value
		}
	}
	return ""
}
