package terminal

import (
	"bytes"
	"encoding/binary"
)

// The kinds of frames.
const (
	Plain     = 0x00 // a message, an acknowledgement or, with neither, a heartbeat
	Handshake = 0x01
	Shaken    = 0x02 // the terminal's answer to a handshake
)

// MessageMax bounds the message of a frame, in bytes. The interface says 1,024 for the whole frame; terminals are seen to answer more.
const MessageMax = 8 << 10

// The parts of a frame around its message: 55 AA, kind, acknowledged, id, length (2), then the exclusive or of all after 55 AA, and CC 33.
const (
	frameHead = 7
	frameTail = 3
)

var frameStart, frameEnd = []byte{0x55, 0xAA}, []byte{0xCC, 0x33}

// Frame is what goes over the line at once. ID counts the messages from 1 to 255 and is 0 where there is none; Ack is the ID of a message that
// came well, 0 for none.
type Frame struct {
	Kind, Ack, ID byte
	Message       []byte
}

// IsHeartbeat reports whether it says nothing but that somebody is there.
func (f Frame) IsHeartbeat() bool { return f.Kind == Plain && f.Ack == 0 && f.ID == 0 }

// Bytes returns the frame as it goes over the line.
func (f Frame) Bytes() []byte {
	raw := append(bytes.Clone(frameStart), f.Kind, f.Ack, f.ID)
	raw = append(binary.BigEndian.AppendUint16(raw, uint16(len(f.Message))), f.Message...)
	return append(append(raw, checksum(raw[len(frameStart):])), frameEnd...)
}

func checksum(content []byte) (sum byte) {
	for _, b := range content {
		sum ^= b
	}
	return sum
}

// Decoder makes frames of what comes over a line. What is no frame, or was damaged on the way, is skipped: whoever sent it sends it again.
// The zero value is ready.
type Decoder struct{ held []byte }

// Feed takes what came, in pieces of any size, and returns the frames that are whole by now.
func (d *Decoder) Feed(piece []byte) (frames []Frame) {
	d.held = append(d.held, piece...)
	for {
		at := bytes.Index(d.held, frameStart)
		if at < 0 {
			d.held = d.held[max(0, len(d.held)-1):] // it may be the first byte of a frame
			return frames
		}
		d.held = d.held[at:]
		if len(d.held) < frameHead {
			return frames
		}
		length := int(binary.BigEndian.Uint16(d.held[5:frameHead]))
		if length > MessageMax {
			d.held = d.held[1:]
			continue
		}
		if len(d.held) < frameHead+length+frameTail {
			return frames
		}
		end := frameHead + length
		if d.held[end] != checksum(d.held[len(frameStart):end]) || !bytes.Equal(d.held[end+1:end+frameTail], frameEnd) {
			d.held = d.held[1:]
			continue
		}
		frames = append(frames, Frame{Kind: d.held[2], Ack: d.held[3], ID: d.held[4], Message: bytes.Clone(d.held[frameHead:end])})
		d.held = d.held[end+frameTail:]
	}
}
