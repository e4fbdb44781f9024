package devicetest

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// qrState is what GS ( k stores before it prints.
type qrState struct {
	size    int
	level   byte
	payload []byte
}

// qr obeys one GS ( k: cn fn and their parameters.
func (p *Paper) qr(args []byte) {
	if len(args) < 3 || args[0] != '1' {
		p.unknown(command{name: "GS (k", args: args})
		return
	}
	switch args[1] {
	case 'C':
		p.code.size = int(args[2])
	case 'E':
		p.code.level = args[2]
	case 'P':
		p.code.payload = append([]byte(nil), args[3:]...)
	case 'Q':
		p.drawCode()
	}
}

// drawCode draws the stored payload; a real printer prints nothing where it cannot.
func (p *Paper) drawCode() {
	p.flush()
	levels := map[byte]decoder.ErrorCorrectionLevel{
		'0': decoder.ErrorCorrectionLevel_L, '1': decoder.ErrorCorrectionLevel_M,
		'2': decoder.ErrorCorrectionLevel_Q, '3': decoder.ErrorCorrectionLevel_H,
	}
	level, known := levels[p.code.level]
	if !known || p.code.size < 1 || p.code.size > 16 || len(p.code.payload) == 0 {
		p.unknown(command{name: "GS (k", args: []byte{'Q', p.code.level, byte(p.code.size)}})
		return
	}
	hints := map[gozxing.EncodeHintType]interface{}{gozxing.EncodeHintType_ERROR_CORRECTION: level}
	matrix, err := qrcode.NewQRCodeWriter().Encode(string(p.code.payload), gozxing.BarcodeFormat_QR_CODE, 1, 1, hints)
	if err != nil || matrix.GetWidth()*p.code.size > p.dots {
		p.unknown(command{name: "GS (k", args: []byte{'Q'}})
		return
	}
	side := matrix.GetWidth() * p.code.size
	top, left := p.canvas.feed(side), p.indent(side)
	for y := range side {
		for x := range side {
			if matrix.Get(x/p.code.size, y/p.code.size) {
				p.canvas.dot(left+x, top+y, 0)
			}
		}
	}
	p.inked = true
	p.now.Codes = append(p.now.Codes, string(p.code.payload))
	p.addLine("[码 " + string(p.code.payload) + "]")
}
