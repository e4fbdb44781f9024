package intake

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAlikeRemarksAreToldOnceWithTheirNumber(t *testing.T) {
	csv := "房号,业主,建筑面积\n"
	for i := range 30 {
		csv += fmt.Sprintf("1-1-%d,测试甲,\n", 101+i)
	}
	csv += "1-1-201,测试甲,abc\n1-1-202,测试甲,-3\n"
	sheet, err := Read(t.Context(), "台账.csv", []byte(csv), "")
	require.NoError(t, err)
	plan, err := sheet.Plan(t.Context(), Options{})
	require.NoError(t, err)
	remarks := plan.Remarks()
	require.Len(t, remarks, 30)
	gathered := Gather(remarks)
	require.Len(t, gathered, 1)
	require.Contains(t, gathered[0].Text(), "C2 建筑面积：没有面积")
	require.Contains(t, gathered[0].Text(), "同样的还有 29 行：第 3、4、5、6、7 行……")

	refusals := Gather(plan.Refusals())
	require.Len(t, refusals, 2, "two of a kind are read sooner one by one")
	require.Equal(t, "第 32 行", refusals[0][0].Where())
}
