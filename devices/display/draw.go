package display

import (
	"fmt"

	"shouqi/devices"
)

// ledFigures is how many figures an LED8 has; the points stand beside them.
const ledFigures = 8

// lamps of an LED8: 单价, 总计, 收款, 找零.
var lamps = map[devices.Showing]byte{devices.ShowPrice: '1', devices.ShowDue: '2', devices.ShowReceived: '3', devices.ShowChange: '4'}

func drawLED8(what devices.Showing, amount string) ([]byte, bool) {
	lamp, known := lamps[what]
	if !known || len(amount)-1 > ledFigures {
		return nil, false
	}
	return fmt.Appendf(nil, "\x0c\x1bQA%s\r\x1bs%c", amount, lamp), true
}

// columns is how many signs a line of the two-line displays has.
const columns = 20

// names stand over the amount where a display has letters but no Chinese ones.
var names = map[devices.Showing]string{
	devices.ShowPrice: "PRICE", devices.ShowDue: "TOTAL", devices.ShowReceived: "RECEIVED", devices.ShowChange: "CHANGE",
}

func drawCD5220(what devices.Showing, amount string) ([]byte, bool) {
	name, known := names[what]
	if !known || len(amount) > columns {
		return nil, false
	}
	return fmt.Appendf(nil, "\x1bQA%-*s\r\x1bQB%*s\r", columns, name, columns, amount), true
}

func drawDSP800(what devices.Showing, amount string) ([]byte, bool) {
	name, known := names[what]
	if !known || len(amount) > columns {
		return nil, false
	}
	return fmt.Appendf(nil, "\x04\x01C\x31\x58\x17\x04\x01P\x31\x17%-*s\x04\x01P\x45\x17%*s", columns, name, columns, amount), true
}
