package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARestSaysWhetherItsGoalsAreMet(t *testing.T) {
	said := rest{Name: "空的收银台", CPUPercent: 2.04, CPUGoal: 2, MemoryMB: 300, MemoryGoalMB: 320}.sentence()
	require.Equal(t, "空的收银台，没有人动：2.0% 的一个核（目标 ≤ 2%，没有达到），内存 300 MB（目标 ≤ 320 MB，达到）", said)
}
