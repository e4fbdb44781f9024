package layout

import (
	"image"
	"slices"

	"shouqi/cashier/paper"
	"shouqi/cashier/printing"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/devices/escpos"
	"shouqi/ledger/estate"
)

// drawn is the picture of the gallery's sample in a layout, nil where it cannot be drawn.
func drawn(layout estate.Layout, profile escpos.Profile, back bool) image.Image {
	sample := paper.Sample(back)
	sample.Layout = layout
	picture, err := printing.Draw(sample, profile)
	if err != nil {
		return nil
	}
	return picture
}

// sampleLogo is a house with a gable.
func sampleLogo() *estate.Logo {
	const width, height = 128, 64
	logo := &estate.Logo{Width: width, Rows: make([]byte, width/8*height)}
	for y := range height {
		for x := range width {
			if isRoof := y < 32 && x >= 64-2*y && x <= 64+2*y; isRoof || y >= 32 && x >= 24 && x < 104 && (x < 56 || x >= 72) {
				logo.Rows[y*width/8+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	return logo
}

// point puts the cursor at the line with these words.
func (s *Screen) point(label string) {
	s.table.SetCursor(slices.IndexFunc(s.rows, func(line row) bool { return line.label == label }))
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	own := estate.Layout{Hide: []estate.Part{estate.PartWhy, estate.PartCounter}, Head: []string{"服务中心：1 号楼一层", "服务电话 010-6000 1234"},
		Foot: []string{"收费时间 8:30-17:30"}, Logo: sampleLogo()}
	moved := estate.Layout{Order: []estate.Section{estate.SectionWhose, estate.SectionWho, estate.SectionMoney, estate.SectionCode}}
	picture := func(name string, layout estate.Layout, profile escpos.Profile, back bool, work func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: func(error) string { return "" }, Back: func() {}, Changed: func() {}})
			screen.draft, screen.back, screen.picture = layout, back, drawn(layout, profile, back)
			forms.Sample(frame, screen, "settings")
			work(screen)
		}}
	}
	return []shell.Picture{picture("layout", estate.Layout{}, escpos.Profile80(), false, func(*Screen) {}),
		picture("layout-own", own, escpos.Profile58(), false, func(s *Screen) { s.point("layout.logo") }),
		picture("layout-moved", moved, escpos.Profile58(), true, func(s *Screen) { s.point("layout.section.money") }),
		picture("layout-newer", own, escpos.Profile80(), false, func(s *Screen) {
			s.newer = &stored{}
			s.point("layout.part.why")
			s.frame.RefreshKeys()
		}),
		picture("layout-words", own, escpos.Profile80(), false, func(s *Screen) {
			s.point("layout.head")
			s.change()
		})}
}
