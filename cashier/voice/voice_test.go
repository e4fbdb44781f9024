package voice

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/facing"
	"shouqi/devices/sound"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// loudspeaker is a player somebody listens to: it holds each recording until it may be over.
type loudspeaker struct {
	t       *testing.T
	words   Recordings
	playing chan string
	over    chan struct{}
}

func listen(t *testing.T) (*loudspeaker, *Voice) {
	words, err := ReadRecordings(assets.Voice())
	require.NoError(t, err)
	l := &loudspeaker{t: t, words: words, playing: make(chan string), over: make(chan struct{})}
	v := New(nil)
	v.player, v.words = l, words
	v.set(Settings{On: true, Volume: 100}, nil, nil)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		v.Run(ctx, func(err error) { t.Error(err) })
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return l, v
}

func (l *loudspeaker) Play(ctx context.Context, wav []byte) error {
	select {
	case l.playing <- l.hear(wav):
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-l.over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hear tells the words of a recording by their samples, one after the other.
func (l *loudspeaker) hear(wav []byte) string {
	clip, err := sound.Decode(wav)
	if err != nil {
		return err.Error()
	}
	var heard []string
	for rest := clip.Samples; len(rest) > 0; {
		found := ""
		for name, word := range l.words {
			if len(word.Samples) <= len(rest) && slices.Equal(word.Samples, rest[:len(word.Samples)]) {
				found = name
			}
		}
		if found == "" {
			return "noise"
		}
		heard = append(heard, found)
		rest = rest[len(l.words[found].Samples):]
	}
	return text(heard)
}

func TestTheOwnerHearsWhatToPayAndWhatComesBack(t *testing.T) {
	l, v := listen(t)
	for _, one := range []struct {
		view facing.View
		want string
	}{
		{facing.View{State: facing.Due, PayFen: 403_75}, "应收四百零三元七角五分"},
		{facing.View{State: facing.Paid, PayFen: 403_75, HandedFen: 500_00, ChangeFen: 96_25}, "收您五百元，找您九十六元二角五分"},
		{facing.View{State: facing.ScanMe, PayFen: 1438_35}, "请扫码付款一千四百三十八元三角五分"},
		{facing.View{State: facing.ShowPhone}, "请出示付款码"},
		{facing.View{State: facing.Confirm, PayFen: 12840_00}, "请输入支付密码"},
		{facing.View{State: facing.Paid, ChannelKind: till.WeChatPay, ChannelFen: 403_75}, "微信收款四百零三元七角五分"},
		{facing.View{State: facing.Paid, ChannelKind: till.AlipayPay, ChannelFen: 3_00, HandedFen: 100_00}, "支付宝收款三元，收您一百元"},
		{facing.View{State: facing.Paid, PayFen: 8_00}, "收款八元"},
	} {
		v.Follow(one.view)
		v.Follow(one.view) // the desk shows it again and again
		require.Equal(t, one.want, <-l.playing)
		l.over <- struct{}{}
	}
}

func TestWhatWasPaidIsSpokenWholeAndAllElseGivesWay(t *testing.T) {
	l, v := listen(t)
	v.Follow(facing.View{State: facing.Due, PayFen: 1_00})
	require.Equal(t, "应收一元", <-l.playing)
	v.Follow(facing.View{State: facing.Paid, PayFen: 1_00, HandedFen: 5_00, ChangeFen: 4_00})
	require.Equal(t, "收您五元，找您四元", <-l.playing, "what was due was broken off")
	v.Follow(facing.View{State: facing.Due, PayFen: 7_00})
	v.Follow(facing.View{State: facing.Due, PayFen: 8_00})
	v.Follow(facing.View{State: facing.Due, PayFen: 8_00, HandedFen: 1_00})
	v.Follow(facing.View{State: facing.Due, PayFen: 9_00})
	l.over <- struct{}{}
	require.Equal(t, "应收九元", <-l.playing, "only the newest is spoken, and only then")
	v.set(Settings{Volume: 100}, nil, nil)
	v.Follow(facing.View{State: facing.Due, PayFen: 10_00})
	v.set(Settings{On: true, Volume: 100}, nil, nil)
	v.Follow(facing.View{State: facing.Due, PayFen: 11_00})
	require.Equal(t, "应收十一元", <-l.playing, "what was shown while it was off is not spoken later")
	l.over <- struct{}{}
}

func TestNothingOfThePersonIsSpoken(t *testing.T) {
	require.Equal(t, sentence{words: []string{"due", "1", "yuan"}}, of(facing.View{State: facing.Due, Room: "3-2-1201", Name: "张*国", PayFen: 1_00}))
	require.Empty(t, of(facing.View{Room: "3-2-1201"}).words)
}

// mouth is a voice of the system's own.
type mouth struct{ said []string }

func (m *mouth) Speak(_ context.Context, text string, _ int) error {
	m.said = append(m.said, text)
	return nil
}

func TestTheCompanysRecordingsGoBeforeTheSystemsVoice(t *testing.T) {
	words, err := ReadRecordings(assets.Voice())
	require.NoError(t, err)
	m, l := &mouth{}, &loudspeaker{playing: make(chan string, 1), over: make(chan struct{}, 1), words: words}
	v := New(nil)
	v.player, v.speaker, v.words = l, m, words
	v.set(Settings{Volume: 100}, nil, nil)
	require.NoError(t, v.Try(t.Context()))
	require.Equal(t, []string{"应收四百零三元七角五分"}, m.said)
	l.over <- struct{}{}
	v.set(Settings{Volume: 100}, words, nil)
	require.NoError(t, v.Try(t.Context()))
	require.Equal(t, m.said[0], <-l.playing)
}

func TestAFolderWithAHoleIsRefused(t *testing.T) {
	own := fstest.MapFS{}
	for name := range texts {
		own[name+".wav"] = &fstest.MapFile{Data: sound.Clip{RateHz: 8000, Samples: make([]int16, 10)}.Encode()}
	}
	_, err := ReadRecordings(own)
	require.NoError(t, err)
	own["7.wav"].Data = sound.Clip{RateHz: 16000, Samples: make([]int16, 10)}.Encode()
	_, err = ReadRecordings(own)
	require.Error(t, err)
	delete(own, "7.wav")
	_, err = ReadRecordings(own)
	require.ErrorContains(t, err, "7.wav")
}

func TestALoudspeakerThatIsAwayIsSaidOnce(t *testing.T) {
	gone := make(chan struct{})
	v := New(nil)
	v.player = broken{gone}
	v.set(Settings{On: true, Volume: 100}, nil, nil)
	ctx, cancel := context.WithCancel(t.Context())
	told, done := 0, make(chan struct{})
	go func() {
		defer close(done)
		v.Run(ctx, func(error) { told++ })
	}()
	for _, fen := range []money.Fen{1_00, 2_00, 3_00} {
		v.Follow(facing.View{State: facing.Paid, PayFen: fen})
		<-gone
	}
	v.Follow(facing.View{State: facing.Paid, PayFen: 4_00})
	<-gone
	cancel()
	<-done
	require.Equal(t, 1, told)
}

// broken is a player without a loudspeaker.
type broken struct{ gone chan struct{} }

func (b broken) Play(context.Context, []byte) error {
	b.gone <- struct{}{}
	return errors.New("no loudspeaker")
}
