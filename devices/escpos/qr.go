package escpos

import (
	"fmt"
	"image"

	"github.com/skip2/go-qrcode"
)

// MaxQRBytes is the longest payload of a QR code: it still fits 58 mm paper at dots a phone can read.
const MaxQRBytes = 300

// The size of a code: about 3 cm, so that it takes little paper, in modules of at least half a millimetre, which a worn scanner and a
// phone still read, and of at most 6 dots.
const (
	qrDots        = 240
	qrModuleLeast = 4
	qrModuleMost  = 6
)

// qr returns the bytes of one QR code, as the printer's own command or as a picture.
func (e *encoding) qr(payload string) ([]byte, error) {
	if len(payload) == 0 || len(payload) > MaxQRBytes {
		return nil, fmt.Errorf("escpos: QR payload of %d bytes, want 1 to %d", len(payload), MaxQRBytes)
	}
	for i := range len(payload) {
		if payload[i] < ' ' || payload[i] > '~' {
			return nil, fmt.Errorf("escpos: QR payload has the byte %#x at %d, want printable ASCII", payload[i], i)
		}
	}
	code, err := qrcode.New(payload, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("escpos: QR payload of %d bytes: %w", len(payload), err)
	}
	modules := code.Bitmap() // with its quiet zone of four modules on each side
	size := min(max(qrModuleLeast, min(qrModuleMost, qrDots/len(modules))), e.profile.Dots/len(modules))
	if size < 2 {
		return nil, fmt.Errorf("escpos: QR code of %d modules does not fit %d dots", len(modules), e.profile.Dots)
	}
	if e.profile.NativeQR {
		return nativeQR(payload, size), nil
	}
	return rasterBands(qrPicture(modules, size, e.profile.Dots)), nil
}

// nativeQR writes GS ( k ourselves: hennedo/escpos sends the size where the correction level belongs.
func nativeQR(payload string, size int) []byte {
	length := len(payload) + 3
	out := []byte{0x1B, 'a', byte(Center)}
	out = append(out, 0x1D, '(', 'k', 4, 0, '1', 'A', '2', 0)
	out = append(out, 0x1D, '(', 'k', 3, 0, '1', 'C', byte(size))
	out = append(out, 0x1D, '(', 'k', 3, 0, '1', 'E', '1') // level M
	out = append(out, 0x1D, '(', 'k', byte(length), byte(length>>8), '1', 'P', '0')
	out = append(out, payload...)
	out = append(out, 0x1D, '(', 'k', 3, 0, '1', 'Q', '0')
	return append(out, 0x1B, 'a', byte(Left))
}

// qrPicture draws the modules in the middle of a picture of the paper's width, its height a multiple of 8.
func qrPicture(modules [][]bool, size, dots int) *image.Alpha {
	side := len(modules) * size
	picture := image.NewAlpha(image.Rect(0, 0, dots, (side+7)/8*8))
	left := (dots - side) / 2
	for y := range side {
		for x := range side {
			if modules[y/size][x/size] {
				picture.SetAlpha(left+x, y, ink)
			}
		}
	}
	return picture
}
