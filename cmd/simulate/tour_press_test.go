package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/telling"
)

func TestAGestureSaysHowManyKeysGoDown(t *testing.T) {
	for key, want := range map[string]int{
		"Return": 1, "ctrl+3": 2, "type:3021201": 7, "type:Li Mei": 8, "type:/tmp/key_1": 11,
		"rush:1 0 0 Return": 4, "bounce:Return Return": 2, "hold:Return": 1, doubled: 0,
	} {
		_, downs := gesture(key, telling.Line{})
		require.Equal(t, want, downs, key)
	}
}

func TestARushKeepsTwoEqualKeysApart(t *testing.T) {
	arguments, _ := gesture("rush:F6 2 0 0", telling.Line{})
	require.Equal(t, "key --delay 4 F6 2 0 sleep 0.03 key --delay 4 0", strings.Join(arguments, " "))
}

func TestTheListenerKeepsTheNewestLineAndLeavesOtherWordsAlone(t *testing.T) {
	l := newListener()
	l.listen(strings.NewReader("{\"n\":1,\"screen\":\"登录\"}\nFyne error: something\n{\"n\":2,\"screen\":\"收银\",\"keys\":3}\n"))
	require.Equal(t, telling.Line{N: 2, Shown: telling.Shown{Screen: "收银", Keys: 3}}, l.told())
	w := &window{listener: l, sent: 3}
	require.True(t, w.isSettled())
	w.sent++
	require.False(t, w.isSettled(), "a key is on its way")
}
