package charging_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/charging"
	"shouqi/ledger/billing"
)

func TestRoomsThatFailForOneReasonAreToldTogether(t *testing.T) {
	noArea, noReading := errors.New("没有面积"), errors.New("没有读数")
	all := []billing.Exception{{Code: "1-1-101", Err: noArea}, {Code: "1-1-101", Err: noReading}, {Code: "1-1-102", Err: noArea},
		{Code: "1-1-102", Err: noArea}, {Code: "1-1-103", Err: noArea}, {Code: "1-1-103", Err: noReading}}
	gathered := charging.Alike(all, error.Error)
	require.Len(t, gathered, 3, "two without a reading stand alone")
	require.Equal(t, []string{"1-1-101", "1-1-102", "1-1-103"}, gathered[0].Rooms())
	require.Equal(t, "没有读数", gathered[2].Sentence)
}
