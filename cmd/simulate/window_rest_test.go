package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatAProcessTakesIsReadFromTheSystem(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("only Linux has it")
	}
	before, err := workedFor(os.Getpid())
	require.NoError(t, err)
	began, spin := time.Now(), 0
	for time.Since(began) < 300*time.Millisecond {
		spin++
	}
	after, err := workedFor(os.Getpid())
	require.NoError(t, err)
	require.Greater(t, after-before, 50*time.Millisecond)
	memory, err := residentMB(os.Getpid())
	require.NoError(t, err)
	require.Positive(t, memory)
	require.Less(t, memory, int64(4096))
}

func TestARestSaysWhetherItsGoalsAreMet(t *testing.T) {
	said := rest{Name: "空的收银台", CPUPercent: 2.04, CPUGoal: 2, MemoryMB: 300, MemoryGoalMB: 320}.sentence()
	require.Equal(t, "空的收银台，没有人动：2.0% 的一个核（目标 ≤ 2%，没有达到），内存 300 MB（目标 ≤ 320 MB，达到）", said)
}
