package voice

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"shouqi/devices/sound"
)

// texts are the words as a voice of the system's own says them. Their names are those of the recordings.
var texts = map[string]string{
	"0": "零", "1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八", "9": "九", "both": "两",
	"ten": "十", "hundred": "百", "thousand": "千", "wan": "万", "yi": "亿", "yuan": "元", "jiao": "角", "fen": "分",
	"due": "应收", "received": "，收您", "change": "，找您", "wechat": "微信收款", "alipay": "支付宝收款", "paid": "收款",
	"scan": "请扫码付款", "show": "请出示付款码", "password": "请输入支付密码",
}

// text writes a sentence out.
func text(words []string) string {
	var all strings.Builder
	for _, word := range words {
		all.WriteString(texts[word])
	}
	return strings.TrimPrefix(all.String(), "，")
}

// Recordings are the recorded words by name.
type Recordings map[string]sound.Clip

// ReadRecordings reads all words from a folder. The error names the first file that is missing or cannot be used: a sentence with a hole in it
// would say another sum.
func ReadRecordings(folder fs.FS) (Recordings, error) {
	read := make(Recordings, len(texts))
	var rate uint32
	for name := range texts {
		clip, err := readClip(folder, name+".wav")
		if err == nil && rate != 0 && clip.RateHz != rate {
			err = errors.New("another sample rate than the others")
		}
		if err != nil {
			return nil, fmt.Errorf("voice: %s.wav: %w", name, err)
		}
		read[name], rate = clip, clip.RateHz
	}
	return read, nil
}

func readClip(folder fs.FS, name string) (clip sound.Clip, err error) {
	file, err := folder.Open(name)
	if err != nil {
		return clip, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	wav, err := io.ReadAll(io.LimitReader(file, sound.ClipMaxBytes+1))
	if err != nil {
		return clip, err
	}
	return sound.Decode(wav)
}

// wav joins the recordings of a sentence, at a volume from 0 to 100.
func (r Recordings) wav(words []string, volume int) ([]byte, error) {
	clips := make([]sound.Clip, 0, len(words))
	for _, word := range words {
		clips = append(clips, r[word])
	}
	joined, err := sound.Join(clips, volume)
	return joined.Encode(), err
}
