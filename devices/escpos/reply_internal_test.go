package escpos

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
)

func TestRepliesAreToldApartByTheirFixedBits(t *testing.T) {
	stream := []byte("\x11\x12\x10\x00\x00\x00\x0c\x37\x22ABCD\x00\xff\x5f_x\x00\x37\x22A")
	var kinds []replyKind
	for {
		r, rest, ok := nextReply(stream)
		if !ok {
			break
		}
		kinds = append(kinds, r.kind)
		stream = rest
	}
	require.Equal(t, []replyKind{
		replyFlow, replyRealTime, replyAuto, replyInOrder, replyBlock, replyBroken, replyBlock,
	}, kinds)
	require.Equal(t, "\x37\x22A", string(stream), "half a block waits for its rest")
}

func TestStatusBits(t *testing.T) {
	for name, c := range map[string]struct {
		n, answer byte
		want      devices.Status
	}{
		"drawer switch":  {1, 0x16, devices.Status{DrawerHigh: true}},
		"offline":        {1, 0x1A, devices.Status{Offline: true}},
		"cover open":     {2, 0x16, devices.Status{CoverOpen: true}},
		"paper end stop": {2, 0x32, devices.Status{PaperOut: true}},
		"error":          {2, 0x52, devices.Status{Error: true}},
		"feed held":      {2, 0x1A, devices.Status{}},
		"near end":       {4, 0x1E, devices.Status{NearEnd: true}},
		"paper end":      {4, 0x72, devices.Status{PaperOut: true}},
		"all well":       {4, 0x12, devices.Status{}},
	} {
		var status devices.Status
		addStatus(&status, c.n, c.answer)
		require.Equal(t, c.want, status, name)
	}
}

func TestAutomaticStatusBits(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		want   devices.Status
	}{
		"all well":       {"\x10\x00\x00\x00", devices.Status{}},
		"drawer switch":  {"\x14\x00\x00\x00", devices.Status{DrawerHigh: true}},
		"cover open":     {"\x38\x00\x00\x00", devices.Status{Offline: true, CoverOpen: true}},
		"feed held":      {"\x50\x00\x00\x00", devices.Status{}},
		"cutter":         {"\x18\x08\x00\x00", devices.Status{Offline: true, Error: true}},
		"near end":       {"\x10\x00\x03\x00", devices.Status{NearEnd: true}},
		"paper end":      {"\x18\x00\x0f\x00", devices.Status{Offline: true, PaperOut: true, NearEnd: true}},
		"head too hot":   {"\x18\x40\x00\x00", devices.Status{Offline: true}},
		"no mechanics":   {"\x10\x04\x00\x00", devices.Status{Error: true}},
		"cannot recover": {"\x10\x20\x00\x00", devices.Status{Error: true}},
	} {
		r, rest, ok := nextReply([]byte(c.answer))
		require.True(t, ok, name)
		require.Empty(t, rest, name)
		require.Equal(t, replyAuto, r.kind, name)
		require.Equal(t, c.want, autoStatus(r.bytes), name)
	}
	r, rest, _ := nextReply([]byte("\x10\x00\x90\x00"))
	require.Equal(t, replyBroken, r.kind)
	require.Len(t, rest, 3, "what follows may be a reply of its own")
}

func FuzzNextReply(f *testing.F) {
	f.Add([]byte("\x11\x12\x10\x00\x00\x00\x0c\x37\x22ABCD\x00"))
	f.Add(bytes.Repeat([]byte{0x5F}, 200))
	f.Fuzz(func(t *testing.T, stream []byte) {
		for {
			r, rest, ok := nextReply(stream)
			if !ok {
				if len(stream) >= maxBlock {
					t.Fatalf("%d bytes make no reply", len(stream))
				}
				return
			}
			if len(r.bytes) == 0 || len(r.bytes)+len(rest) != len(stream) {
				t.Fatalf("reply of %d bytes and rest of %d from %d", len(r.bytes), len(rest), len(stream))
			}
			if r.kind == replyRealTime && r.bytes[0]&0x93 != 0x12 {
				t.Fatalf("%#x passes for a status", r.bytes[0])
			}
			stream = rest
		}
	})
}
