package charges_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
)

// packages reads the packages from the book.
func (s *setting) packages() []billing.Package {
	all, err := s.counter.Pricing.Packages(s.t.Context())
	require.NoError(s.t, err)
	return all
}

// toPackages saves the residential fee and a cleaning fee, and goes to the packages.
func (s *setting) toPackages() {
	s.fromTemplate()
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("卫生费")
	s.Press(fyne.KeyDown, fyne.KeyDown) // past its name and what it measures
	s.Enter("2")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	s.Chord(fyne.KeyT)
}

func TestAPackageIsTickedNamedAndSaved(t *testing.T) {
	s := open(t)
	s.toPackages()
	s.Shows("还没有缴费套餐", "按 F4 建一个")
	s.Press(fyne.KeyF4)
	s.Shows("套餐里有哪些收费项目", "卫生费", "物业费")
	s.Press(fyne.KeyReturn)
	s.Shows("还没有勾选收费项目")
	s.Press(fyne.KeyHome, fyne.KeySpace, fyne.KeyReturn)
	s.Shows("设置缴费套餐")
	s.Enter("常缴", "9")
	s.Enter("", "")
	s.Shows("小区里没有")
	require.Empty(t, s.packages(), "a building that is none is refused")
	s.Press(fyne.KeyEscape)

	s.Press(fyne.KeyF4, fyne.KeyHome, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn)
	s.Enter("常缴", "1、2", "住宅", "11101")
	s.Shows("套餐“常缴”已保存", "卫生费、物业费")
	require.Equal(t, []billing.Package{{Name: "常缴", Items: []string{"卫生费", "物业费"}, Active: true,
		Scope: billing.Scope{Buildings: []string{"1", "2"}, Uses: []string{"住宅"}, Rooms: []string{"1-1-101"}}}}, s.packages())
}

func TestAPackageIsChangedEndedAndUsedAgain(t *testing.T) {
	s := open(t)
	s.toPackages()
	_, err := s.counter.Pricing.SetPackage(t.Context(), billing.Package{Name: "常缴", Items: []string{"物业费", "卫生费"}, Scope: billing.Scope{States: []string{"自住"}}})
	require.NoError(t, err)
	s.Press(fyne.KeyEscape)
	s.Chord(fyne.KeyT)
	s.Press(fyne.KeyF5, fyne.KeyHome, fyne.KeySpace, fyne.KeyReturn)
	s.Shows("设置缴费套餐 · 常缴")
	s.Enter("2", "", "")
	want := billing.Package{Name: "常缴", Items: []string{"物业费"}, Scope: billing.Scope{Buildings: []string{"2"}, States: []string{"自住"}}, Active: true}
	require.Len(t, s.packages(), 1)
	require.Equal(t, want.Items, s.packages()[0].Items)
	require.Equal(t, want.Scope.Buildings, s.packages()[0].Scope.Buildings)
	require.Equal(t, want.Scope.States, s.packages()[0].Scope.States, "what the form does not ask for stays")

	s.Press(fyne.KeyF8)
	s.Shows("账单和收款都不变")
	s.Press(fyne.KeyEscape)
	require.True(t, s.packages()[0].Active, "Esc ends nothing")
	s.Press(fyne.KeyF8, fyne.KeyF8)
	s.Shows("套餐“常缴”已停用", "已停用")
	require.False(t, s.packages()[0].Active)
	s.Press(fyne.KeyF8)
	s.Hides("账单和收款都不变")
	s.Press(fyne.KeyF5, fyne.KeyReturn)
	s.Enter("", "", "")
	require.True(t, s.packages()[0].Active)
	s.Press(fyne.KeyEscape)
	s.Shows("卫生费")
}
