package escpos

import "shouqi/devices"

// replyKind is the class of one reply; a printer's replies carry no name, only fixed bits.
type replyKind uint8

const (
	replyBroken   replyKind = iota // breaks the fixed bits of every class
	replyRealTime                  // to DLE EOT: 0**1**10
	replyInOrder                   // to GS r and GS I: 0**0****
	replyAuto                      // automatic status: 0**1**00 and three bytes 0**0**** more
	replyFlow                      // XON or XOFF
	replyBlock                     // 37, 3D or 5F, then text, then 00
)

// reply is one whole reply.
type reply struct {
	kind  replyKind
	bytes []byte
}

// maxBlock is the longest block reply; makers' names and serial numbers are shorter.
const maxBlock = 96

// nextReply takes the first whole reply off stream. It gives ok false where the stream ends inside one.
func nextReply(stream []byte) (r reply, rest []byte, ok bool) {
	if len(stream) == 0 {
		return reply{}, stream, false
	}
	length := 1
	first := stream[0]
	kind := replyBroken
	switch {
	case first == 0x11 || first == 0x13:
		kind = replyFlow
	case first == 0x37 || first == 0x3D || first == 0x5F:
		kind = replyBlock
		for length < len(stream) && stream[length-1] != 0 && length < maxBlock {
			length++
		}
		if stream[length-1] != 0 {
			if length < maxBlock {
				return reply{}, stream, false
			}
			kind = replyBroken
		}
	case first&0x93 == 0x12:
		kind = replyRealTime
	case first&0x93 == 0x10:
		kind = replyAuto
		if len(stream) < 4 {
			return reply{}, stream, false
		}
		if (stream[1]|stream[2]|stream[3])&0x90 == 0 {
			length = 4
		} else {
			kind = replyBroken // what follows may be a reply of its own
		}
	case first&0x90 == 0:
		kind = replyInOrder
	}
	return reply{kind, stream[:length]}, stream[length:], true
}

// addStatus reads the answer to DLE EOT n (1, 2 or 4) into status.
func addStatus(status *devices.Status, n, answer byte) {
	switch n {
	case 1:
		status.DrawerHigh = answer&0x04 != 0
		status.Offline = answer&0x08 != 0
	case 2:
		status.CoverOpen = answer&0x04 != 0
		status.PaperOut = status.PaperOut || answer&0x20 != 0
		status.Error = answer&0x40 != 0
	case 4:
		status.NearEnd = answer&0x0C != 0
		status.PaperOut = status.PaperOut || answer&0x60 != 0
	}
}

// autoStatus reads an automatic status, which printers send by themselves when something changes, as they are set up.
func autoStatus(answer []byte) devices.Status {
	return devices.Status{
		DrawerHigh: answer[0]&0x04 != 0,
		Offline:    answer[0]&0x08 != 0,
		CoverOpen:  answer[0]&0x20 != 0,
		Error:      answer[1]&(0x04|0x08|0x20) != 0, // mechanics, cutter, cannot recover; a head too hot cools down
		NearEnd:    answer[2]&0x03 != 0,
		PaperOut:   answer[2]&0x0C != 0,
	}
}
