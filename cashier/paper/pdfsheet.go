package paper

import (
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"shouqi/ledger/estate"
)

// tableRow is one row of text in the table; a line whose texts are long has several, and only its first has the amount.
type tableRow struct {
	cells [4]string
	first bool
}

// write sets the whole receipt, page by page.
func (s *sheetWriter) write() {
	pages := s.pages()
	for i, rows := range pages {
		s.pdf.AddPage()
		last := i == len(pages)-1
		s.stamps(last)
		s.ink()
		s.head(i+1, len(pages))
		s.table(rows)
		if last {
			s.total()
			s.tenders()
		} else {
			s.text(s.sheet.left, s.sheet.totalTop()+s.sheet.row*0.6, s.sheet.inner(), s.sheet.points, atRight, false, "（接下页）")
		}
		s.foot()
	}
}

// pages breaks the lines into rows of text and the rows into pages; a receipt without lines has one empty page.
func (s *sheetWriter) pages() [][]tableRow {
	var rows []tableRow
	for _, line := range s.receipt.lines() {
		var cells [3][]string
		height := 1
		for n, text := range []string{line.Item, line.Period, line.Why} {
			_, width := s.sheet.column(n)
			if text == "" {
				continue
			}
			cells[n] = s.wrap(text, width-2*padding, s.sheet.points)
			height = max(height, len(cells[n]))
		}
		for i := range height {
			row := tableRow{first: i == 0}
			for n := range cells {
				if i < len(cells[n]) {
					row.cells[n] = cells[n][i]
				}
			}
			if row.first {
				row.cells[3] = line.AmountFen.Grouped()
			}
			rows = append(rows, row)
		}
	}
	pages := [][]tableRow{nil}
	for _, row := range rows {
		if len(pages[len(pages)-1]) == s.sheet.rows {
			pages = append(pages, nil)
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], row)
	}
	return pages
}

// ink is the colour of everything that must be read.
func (s *sheetWriter) ink() {
	s.pdf.SetTextColor(0, 0, 0)
	s.pdf.SetFillColor(0, 0, 0)
	s.pdf.SetDrawColor(60, 60, 60)
	s.pdf.SetLineWidth(0.2)
}

// stamps draws what lies beneath the text: the place for the seal, and across a voided receipt that it is void, or one of a book to practise
// in that it is none.
func (s *sheetWriter) stamps(last bool) {
	across := ""
	switch {
	case s.receipt.Training:
		across = "练　习"
	case s.receipt.State == Void:
		across = "作　废"
	}
	s.pdf.SetTextColor(225, 225, 225)
	s.text(s.sheet.left, s.sheet.height*0.55, s.sheet.inner(), s.sheet.height*0.9, atCenter, true, across)
	if !last {
		return
	}
	width := s.sheet.inner() * 0.3
	x, y := s.sheet.width-s.sheet.left-s.sheet.inner()*0.30-width/2, s.sheet.totalTop()-s.sheet.row*1.5 // the middle of a row, so that no line strikes its words through
	s.pdf.SetTextColor(222, 170, 162)
	s.text(x, y, width, s.sheet.points, atCenter, false, "（盖收款专用章处）")
}

// head is everything above the table.
func (s *sheetWriter) head(page, pages int) {
	r, size := s.receipt, s.sheet
	codeSide := s.codeSide()
	if s.hasCode {
		left, words := size.width-size.left-codeSide, size.row*0.5
		s.pdf.ImageOptions("code", left+words/2, size.top-1, codeSide-words, codeSide-words, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		s.text(left, size.top+codeSide-words, codeSide, size.points*0.75, atCenter, false, provesName)
	}
	side := size.inner() * cornerShare
	s.text(size.left+side, size.top+size.row*companyRows/2, size.inner()-2*side, size.points*1.3, atCenter, true, r.Company)
	s.text(size.left+side, size.top+size.row*(companyRows+titleRows/2), size.inner()-2*side, size.points*1.9, atCenter, true, r.title())
	if name, by := r.reprint(); name != "" {
		s.text(size.left, size.top+size.row*companyRows/2, side, size.points*1.4, atLeft, true, name)
		s.text(size.left, size.top+size.row*(companyRows+0.4), side, size.points*0.85, atLeft, false, by)
	}
	s.text(size.left, size.top+size.row*(companyRows+titleRows-0.4), side, size.points, atLeft, true, r.standing())
	s.logo()
	s.words(s.above, size.infoTop()-size.row*float64(size.above), size.inner()-codeSide)
	pageNumber := ""
	if pages > 1 {
		pageNumber = fmt.Sprintf("第%d页 共%d页", page, pages)
	}
	payer := r.payer()
	rows := [infoRows][3]string{
		{"收据号：" + r.Number, "房号：" + r.Room, "日期：" + moment(r.AtMS)},
		{payer.label + "：" + payer.value, pageNumber, ""},
	}
	if r.estate() != "" {
		rows[1][1], rows[1][2] = "小区："+r.estate(), pageNumber
	}
	var late []string
	for _, entry := range r.lateEntry() {
		late = append(late, entry.label+"："+entry.value)
	}
	if late != nil {
		rows[2][0] = "补录　" + strings.Join(late, "　")
	}
	if heading, numbers := r.together(); heading != "" {
		rows[2][0] = strings.TrimLeft(rows[2][0]+"　"+heading+strings.Join(numbers, "、"), "　")
	}
	s.info(rows, size.inner()-codeSide)
}

// codeSide is the side of the code, which stands in the upper right corner with its words, 0 where there is none.
func (s *sheetWriter) codeSide() float64 {
	if !s.hasCode {
		return 0
	}
	return s.sheet.row*(companyRows+titleRows+infoRows) - 1
}

// info writes the rows between the title and the table; the third row is one text.
func (s *sheetWriter) info(rows [infoRows][3]string, width float64) {
	size := s.sheet
	parts := [3]float64{0.38, 0.31, 0.31}
	for i, row := range rows {
		y := size.infoTop() + size.row*(float64(i)+0.5)
		if i == infoRows-1 {
			s.text(size.left, y, width, size.points, atLeft, true, row[0])
			continue
		}
		x := size.left
		for n, text := range row {
			s.text(x, y, width*parts[n]-1, size.points, atLeft, n < 2, text)
			x += width * parts[n]
		}
	}
}

// table draws the heading, the rows and the lines around them.
func (s *sheetWriter) table(rows []tableRow) {
	size := s.sheet
	right := size.width - size.left
	for n, heading := range [4]string{"收费项目", "费用期间", "计算过程", "金额（元）"} {
		x, width := size.column(n)
		if width == 0 {
			continue
		}
		s.text(x, size.tableTop()+size.row*headingRows/2, width, size.points, atCenter, true, heading)
		if n > 0 {
			s.pdf.Line(x, size.tableTop(), x, size.totalTop())
		}
	}
	for i, row := range rows {
		y := size.bodyTop() + size.row*float64(i)
		if row.first {
			s.pdf.Line(size.left, y, right, y)
		}
		for n, text := range row.cells {
			x, width := size.column(n)
			side := atLeft
			if n == 3 {
				side = atRight
			}
			s.text(x+padding, y+size.row/2, width-2*padding, size.points, side, false, text)
		}
	}
	for i := len(rows); i < size.rows; i++ {
		y := size.bodyTop() + size.row*float64(i)
		s.pdf.Line(size.left, y, right, y)
	}
	s.pdf.Rect(size.left, size.tableTop(), size.inner(), size.totalTop()-size.tableTop(), "D")
}

// total is the row below the table.
func (s *sheetWriter) total() {
	size := s.sheet
	y := size.totalTop() + size.row*totalRows/2
	s.pdf.Rect(size.left, size.totalTop(), size.inner(), size.row*totalRows, "D")
	s.text(size.left+padding, y, size.inner()*0.62, size.points*1.15, atLeft, true, s.receipt.capital())
	s.text(size.left+size.inner()*0.62, y, size.inner()*0.38-padding, size.points*1.4, atRight, true, receivedName+" "+s.receipt.Sums.ReceivedFen.Yuan())
}

// tenders says what was due and how it was paid, in two rows at most.
func (s *sheetWriter) tenders() {
	var due, paid []string
	for _, row := range s.receipt.sums() {
		due = append(due, row.label+" "+row.value)
	}
	for _, row := range s.receipt.payments() {
		part := strings.TrimLeft(row.label, "　") + " " + row.value
		if row.note != "" {
			part += "（" + row.note + "）"
		}
		paid = append(paid, part)
	}
	if s.receipt.prepaidAfter() {
		paid = append(paid, prepaidAfterName+" "+s.receipt.PrepaidAfterFen.Grouped())
	}
	size := s.sheet
	text := strings.Join(due, "　") + "　支付方式：" + strings.Join(paid, "　")
	lines := s.wrap(text, size.inner(), size.points)
	if len(lines) > tenderRows {
		lines = []string{lines[0], strings.Join(lines[1:], "")}
	}
	for i, line := range lines {
		s.text(size.left, size.totalTop()+size.row*(totalRows+float64(i)+0.55), size.inner(), size.points, atLeft, false, strings.TrimLeft(line, "　"))
	}
}

// foot is the last row of every page.
func (s *sheetWriter) foot() {
	r, size := s.receipt, s.sheet
	parts := []string{cashierName + "：" + r.Cashier}
	if r.Layout.Shows(estate.PartCounter) {
		parts = append(parts, "柜台："+r.Counter)
	}
	if r.Approver != "" {
		parts = append(parts, "批准人："+r.Approver)
	}
	if r.CheckMark != "" {
		parts = append(parts, checkName+"："+r.CheckMark)
	}
	if r.givesBack() {
		parts = append(parts, "退款签收：____________")
	}
	top := size.totalTop() + size.row*(totalRows+tenderRows)
	s.words(s.below, top, size.inner())
	y := top + size.row*(float64(s.below.rows)+0.55)
	s.text(size.left, y, size.inner()*0.7, size.points, atLeft, false, strings.Join(parts, "　"))
	s.text(size.left+size.inner()*0.72, y, size.inner()*0.28, size.points*0.9, atRight, false, foot)
}
