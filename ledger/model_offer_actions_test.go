package ledger_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

func (s *trial) setOffer(t *rapid.T) {
	who := rapid.SampledFrom([]string{"100", "200", "300", "101"}).Draw(t, "who")
	o := modelOffer{item: rapid.SampledFrom([]string{"物业费", "物业费", "公共能耗费", "没有的"}).Draw(t, "item"),
		from: string(s.today().AddDays(rapid.SampledFrom([]int{0, -1, -30, 3, -5}).Draw(t, "from"))), pay: rapid.SampledFrom([]int{1, 1, 2, 0, 37}).Draw(t, "pay"),
		free: rapid.SampledFrom([]int{1, 1, 2, 0, 13}).Draw(t, "free")}
	if seldom(t, "none", 5) {
		o.pay, o.free = 0, 0
	}
	if seldom(t, "ends", 2) {
		o.to = string(s.today().AddDays(rapid.SampledFrom([]int{0, 1, 20, -2}).Draw(t, "to")))
	}
	approval, approved := s.approval(t, staff.SetPrices, who)
	before := s.head(t)
	no := s.model.setOffer(who, o, approved)
	err := s.book.Billing.SetOffer(s.ctx, s.actors[who], approval, billing.Offer{Item: o.item, Pay: o.pay, Free: o.free, FromOn: calendar.Date(o.from), ToOn: calendar.Date(o.to)})
	s.agrees(t, fmt.Sprint("offer ", o), no, err, before)
	if err == nil {
		s.spend(staff.SetPrices, who)
	}
}

// payAhead makes bills of a room that are not due yet and pays all of them at once, as an owner does who wants what is offered.
func (s *trial) payAhead(t *rapid.T) {
	s.atWork(t)
	shift := s.model.openShift()
	if shift == nil || shift.day < s.model.day() {
		return
	}
	room, id, to := rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room"), s.id(), s.today().AddDays(rapid.SampledFrom([]int{120, 70}).Draw(t, "days"))
	before := s.head(t)
	no, _, _ := s.model.collectTo(shift.cashier, id, room, string(s.today()), string(to))
	err := s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		_, err := s.book.Billing.In(tx).Run(s.ctx, s.actors[shift.cashier], billing.Ahead(id, room, nil, to))
		return err
	})
	s.agrees(t, fmt.Sprint("pay ahead ", room, " to ", to), no, err, before)
	s.nameCharges()
	order := modelOrder{id: s.id(), room: room}
	asked := int64(0)
	for _, b := range s.model.bills {
		if b.room == room && !b.undone && b.owed() > 0 && b.due > shift.day && !seldom(t, "leave", 10) {
			order.parts, asked = append(order.parts, modelPart{bill: b, fen: b.owed()}), asked+b.owed()
		}
	}
	asked -= s.drawGifts(t, &order)
	if asked > 0 {
		order.tenders = []modelTender{{"card", asked, "S-" + s.id()}}
	}
	s.take(t, shift.cashier, order, staff.Approval{})
	s.orders = append(s.orders, order)
}

// drawGifts asks for what is given, mostly as it is.
func (s *trial) drawGifts(t *rapid.T, order *modelOrder) (given int64) {
	shift := s.model.openShift()
	if shift == nil {
		return 0
	}
	for _, b := range s.model.given(order.parts, order.valueOn(shift)) {
		if !seldom(t, "not wanted", 8) {
			order.gifts = append(order.gifts, modelPart{bill: b, fen: b.owed()})
		}
	}
	if len(order.parts) > 0 && seldom(t, "a wrong gift", 30) {
		part := rapid.SampledFrom(order.parts).Draw(t, "wrong gift")
		order.gifts = append(order.gifts, modelPart{bill: part.bill, fen: part.fen + rapid.SampledFrom([]int64{0, 0, -1}).Draw(t, "off by")})
	}
	return order.given()
}

var trialPackages = []string{"常缴", "全年"}

func (s *trial) setPackage(t *rapid.T) {
	who, name := rapid.SampledFrom([]string{"100", "200", "300", "101"}).Draw(t, "who"), rapid.SampledFrom(append(trialPackages, "")).Draw(t, "name")
	p := modelPackage{items: rapid.SliceOfN(rapid.SampledFrom([]string{"物业费", "公共能耗费", "物业费", "没有的"}), 0, 3).Draw(t, "items"),
		rooms: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1-1-101", "1-1-102", "9-9-999"}), 0, 2, rapid.ID[string]).Draw(t, "rooms")}
	before := s.head(t)
	was, known := s.model.packages[name]
	no := s.model.setPackage(who, name, p)
	_, err := s.book.Billing.SetPackage(s.ctx, s.actors[who], billing.Package{Name: name, Items: p.items, Scope: billing.Scope{Rooms: p.rooms}})
	s.agrees(t, fmt.Sprint("package ", name, p), no, err, before)
	if now := s.model.packages[name]; err == nil && known && was.active && slices.Equal(was.items, now.items) && slices.Equal(was.rooms, now.rooms) {
		require.Equal(t, before, s.head(t), "as it is already")
	}
}

func (s *trial) endPackage(t *rapid.T) {
	who, name := rapid.SampledFrom([]string{"200", "300", "101"}).Draw(t, "who"), rapid.SampledFrom(trialPackages).Draw(t, "name")
	before := s.head(t)
	_, err := s.model.packages[name], s.book.Billing.EndPackage(s.ctx, s.actors[who], name)
	s.agrees(t, "end package "+name, s.model.endPackage(who, name), err, before)
}

// checkOffers compares what every item gives on some days, and what every package ticks at the desk of every room.
func (s *trial) checkOffers(t *rapid.T, tx *store.Tx) {
	for _, days := range []int{-30, -1, 0, 1, 21} {
		day := s.today().AddDays(days)
		offers, err := billing.OffersOn(tx, day)
		require.NoError(t, err)
		for item := range modelItems {
			want, got := s.model.offerOn(item, string(day)), offers[item]
			require.Equal(t, want, modelOffer{got.Item, string(got.FromOn), string(got.ToOn), got.Pay, got.Free}, "%s on %s", item, day)
		}
	}
	for code, id := range s.rooms {
		room, err := estate.ByID(tx, id)
		require.NoError(t, err)
		open, err := billing.OpenOf(tx, id)
		require.NoError(t, err)
		offered, err := billing.PackagesFor(tx, room, s.today())
		require.NoError(t, err)
		var names []string
		for _, p := range offered {
			names = append(names, p.Name)
			var got, want []string
			for _, bill := range open {
				if p.Has(bill) {
					got = append(got, bill.ID)
				}
			}
			ticked, is := s.model.ticks(p.Name, code)
			require.True(t, is, p.Name)
			for _, bill := range ticked {
				want = append(want, s.ids[bill])
			}
			require.ElementsMatch(t, want, got, p.Name)
		}
		for _, name := range slices.Sorted(maps.Keys(s.model.packages)) {
			_, is := s.model.ticks(name, code)
			require.Equal(t, is, slices.Contains(names, name), "%s for %s", name, code)
		}
	}
}
