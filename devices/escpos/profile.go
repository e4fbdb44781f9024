package escpos

import (
	"fmt"

	"shouqi/devices"
)

// Encoding names a printer's Chinese character set.
type Encoding string

// The two that Chinese printers know. Of GB18030 only the two-byte part is sent as text: most printers have no
// glyphs for the four-byte part, so those characters are drawn.
const (
	GB18030 Encoding = "gb18030"
	GBK     Encoding = "gbk"
)

// Profile describes one model of printer.
type Profile struct {
	Name    string `json:"name"`
	Dots    int    `json:"dots"`    // printable width in dots, a multiple of 8: 384 on 58 mm paper, 576 on 80 mm
	Columns int    `json:"columns"` // ASCII characters a line: 32 on 58 mm, 48 on 80 mm; a Chinese one takes two

	Encoding    Encoding `json:"encoding"`
	RasterText  bool     `json:"rasterText"`  // draw the whole receipt: for printers without a Chinese font
	ChineseSize bool     `json:"chineseSize"` // send FS ! beside GS !: some clones enlarge Chinese only so
	NativeQR    bool     `json:"nativeQR"`    // the printer knows GS ( k; cheap 58 mm units do not

	HasCutter bool `json:"hasCutter"`
	CutFeed   int  `json:"cutFeed"`   // lines fed before cutting or tearing, 0 to 20
	DrawerPin int  `json:"drawerPin"` // 2 or 5, the pin of the drawer's plug; 0 where no drawer hangs on it

	ReadStatus         bool `json:"readStatus"`         // ask for paper and cover; some models hang when asked
	ConfirmByProcessID bool `json:"confirmByProcessID"` // the printer answers GS ( H when a job is printed (newer Epson)
}

// Profile58 is a usual Chinese 58 mm printer: 384 dots, 32 columns, no cutter, QR codes drawn, a drawer on pin 2.
func Profile58() Profile {
	return Profile{
		Name: "58mm", Dots: 384, Columns: 32, Encoding: GB18030, CutFeed: 4, DrawerPin: 2, ReadStatus: true,
	}
}

// Profile80 is a usual Chinese 80 mm printer: 576 dots, 48 columns, cutter, its own QR codes, a drawer on pin 2.
func Profile80() Profile {
	return Profile{
		Name: "80mm", Dots: 576, Columns: 48, Encoding: GB18030, NativeQR: true, HasCutter: true, CutFeed: 4,
		DrawerPin: 2, ReadStatus: true,
	}
}

// Validate says which field of the profile no printer can have.
func (p Profile) Validate() error {
	switch {
	case p.Dots < 64 || p.Dots > 2048 || p.Dots%8 != 0:
		return fmt.Errorf("escpos: profile %q: %d dots is not a multiple of 8 from 64 to 2048", p.Name, p.Dots)
	case p.Columns < 8 || p.Dots/p.Columns < 8:
		return fmt.Errorf("escpos: profile %q: %d columns do not fit %d dots", p.Name, p.Columns, p.Dots)
	case p.Encoding != GB18030 && p.Encoding != GBK:
		return fmt.Errorf("escpos: profile %q: encoding %q is neither gb18030 nor gbk", p.Name, p.Encoding)
	case p.CutFeed < 0 || p.CutFeed > 20:
		return fmt.Errorf("escpos: profile %q: %d lines before the cut, want 0 to 20", p.Name, p.CutFeed)
	case p.DrawerPin != 0 && p.DrawerPin != 2 && p.DrawerPin != 5:
		return fmt.Errorf("escpos: profile %q: drawer pin %d is not 0, 2 or 5", p.Name, p.DrawerPin)
	}
	return nil
}

// Capabilities returns what a printer of this profile can do over a two-way connection.
func (p Profile) Capabilities() devices.Capabilities {
	return devices.Capabilities{
		CanCut: p.HasCutter, CanKickDrawer: p.DrawerPin != 0,
		CanStatus: p.ReadStatus, CanConfirm: p.ReadStatus || p.ConfirmByProcessID,
	}
}
