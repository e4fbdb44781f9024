package estate

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheFloorFollowsFromTheNumberOfTheRoom(t *testing.T) {
	for number, want := range map[string]int{
		"101": 1, "1201": 12, "3302": 33, "0101": 1, "0301": 3, "0912": 9, "01201": 12, "12-01": 12, "2A": 2, "12C": 12, "1201A": 12,
		"0301B": 3, "B101": -1, "B205": -2, "b1-05": -1, "负101": -1, "负1层05": -1, "B1201": 12, "A1201": 12, "A101": 1, "商铺0201": 2,
		"商铺101": 1, "L2-05": 2, "L205": 2, "F3-12": 3, "3F-01": 3, "2层05": 2,
		"01": 0, "商铺01": 0, "001": 0, "3A01": 0, "10101": 0, "东": 0, "": 0,
	} {
		require.Equal(t, want, FloorOf(number), number)
	}
	require.Equal(t, -1, floorOf(Object{Building: "负一层", Number: "05"}))
	require.Equal(t, 2, floorOf(Object{Building: "商铺", Unit: "2层", Number: "05"}))
	require.Equal(t, 0, floorOf(Object{Building: "3", Unit: "2", Number: "05"}), "a building and a unit are no floors")
}

func TestAFloorIsReadAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]int{
		"12": 12, "12层": 12, "12F": 12, "F12": 12, "12 楼": 12, "第12层": 12, "12/33": 12, "12层/共33层": 12, "十二层": 12, "二十楼": 20, "三十三": 33,
		"负一层": -1, "-1": -1, "B1": -1, "b2层": -2, "地下1层": -1, "地下二层": -2, "－１": -1, "首层": 1, "０３": 3,
	} {
		floor, ok := ReadFloor(text)
		require.True(t, ok, text)
		require.Equal(t, want, floor, text)
	}
	for _, text := range []string{"", "0", "顶层", "高", "-10", "201", "1-2", "一二", "九百", "3.5"} {
		_, ok := ReadFloor(text)
		require.False(t, ok, text)
	}
}
