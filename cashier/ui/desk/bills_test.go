package desk

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Why a bill is what it is stands beside it in one step: the one that reckons.
func TestTheStepThatReckonsStandsBesideABill(t *testing.T) {
	for _, bill := range []struct {
		steps []string
		want  string
	}{
		{nil, ""},
		{[]string{"面积 115.66 m² × 2.85 元 × 1 月 = 329.631", "329.631 → 329.63"}, "面积 115.66 m² × 2.85 元 × 1 月"},
		{[]string{"阶梯水费：本年度此前已用 38 m³", "阶梯水费：第1阶梯 13 m³ × 5.00 元 = 65"}, "阶梯水费：第1阶梯 13 m³ × 5.00 元"},
		{[]string{"期初欠费"}, "期初欠费"},
	} {
		require.Equal(t, bill.want, shortWhy(bill.steps))
	}
}
