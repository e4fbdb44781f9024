package intake

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"shouqi/ledger/money"
)

func FuzzRoomCode(f *testing.F) {
	for _, seed := range [][3]string{
		{"", "", "1#-1-101"}, {"", "", "1栋1单元103"}, {"", "", "１－１－１０４"}, {"", "", "1号楼2单元301室"}, {"", "", "商铺-01"},
		{"1栋", "1单元", "101"}, {"5楼", "", "1-1203"}, {"", "二", "2-301"}, {"南区-3", "1", "502"},
	} {
		f.Add(seed[0], seed[1], seed[2], true)
		f.Add(seed[0], seed[1], seed[2], false)
	}
	f.Fuzz(func(t *testing.T, building, unit, room string, holdsBuilding bool) {
		code, ok := ParseRoomCode(building, unit, room, holdsBuilding)
		if !ok {
			return
		}
		again, ok := ParseRoomCode("", "", code.Code, holdsBuilding)
		if !ok || again.Code != code.Code {
			t.Fatalf("%q read again is %q", code.Code, again.Code)
		}
		if code.Number == "" || !strings.HasSuffix(code.Code, code.Number) {
			t.Fatalf("%q does not end in its number %q", code.Code, code.Number)
		}
	})
}

func FuzzMoneyCell(f *testing.F) {
	for _, seed := range []string{"￥1,234.56", "(50.00)", "12.345", "99999999.98999999", "1.38E+10", "-", "３００元", "1e999"} {
		f.Add(seed, byte(kindText))
		f.Add(seed, byte(kindNumber))
	}
	f.Fuzz(func(t *testing.T, content string, kind byte) {
		cell := Cell{Kind: Kind(kind % 6), Text: content}
		if plain, ok := plainNumber(content); ok {
			if again, ok := plainNumber(plain); !ok || again != plain {
				t.Fatalf("%q read again is %q", plain, again)
			}
		}
		fen, trouble := parseMoney(cell)
		if trouble != nil {
			return
		}
		if fen > money.MaxFen || fen < -money.MaxFen {
			t.Fatalf("%q is out of range", content)
		}
		if again, trouble := parseMoney(text(fen.String())); trouble != nil || again != fen {
			t.Fatalf("%s read again is %s", fen, again)
		}
		if sum, ok := looseNumber(cell); ok {
			if same, trouble := parseMoney(text(sum.String())); trouble != nil || same != fen {
				t.Fatalf("%q is %s to the row and %s to the total", content, fen, sum)
			}
		}
	})
}

func FuzzDateCell(f *testing.F) {
	for _, seed := range []string{"2020-03-01", "2020年5月2日", "2020.5.2 08:00", "20200502", "43905", "60", "2020-13-45", "未交房"} {
		f.Add(seed, byte(kindText), false)
		f.Add(seed, byte(kindDate), true)
	}
	f.Fuzz(func(t *testing.T, content string, kind byte, date1904 bool) {
		date, trouble := parseDate(Cell{Kind: Kind(kind % 6), Text: content}, date1904)
		if trouble != nil || date == "" {
			return
		}
		if !date.Valid() || date < earliest || date > latest {
			t.Fatalf("%q is no day to hand over a room", date)
		}
		if again, trouble := parseDate(text(string(date)), date1904); trouble != nil || again != date {
			t.Fatalf("%s read again is %s", date, again)
		}
	})
}

// Whatever a CSV file holds, each line ends in one place and the refused ones
// can be written and read back.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("房号,业主,电话,欠费\n1-1-101,张三,13800000001,12.345\n合计,,,1\n"))
	f.Add([]byte("房号\t业主\r\n1-1-101\t\"吴九\n郑十\"\r\n"))
	f.Add([]byte("\xb7\xbf\xba\xc5;\xc3\xe6\xbb\xfd\n1;=1+1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := Read(context.Background(), "", data, "")
		var fileError *FileError
		if err != nil {
			if !errors.As(err, &fileError) {
				t.Fatalf("an error that is no sentence: %v", err)
			}
			return
		}
		plan, err := sheet.Plan(context.Background(), Options{})
		if err != nil {
			if !errors.As(err, &fileError) {
				t.Fatalf("an error that is no sentence: %v", err)
			}
			return
		}
		seen := map[int]bool{}
		for _, row := range plan.Rows {
			if seen[row.Line] || row.Room.Code == "" || row.PrepaidFen < 0 || row.Room.AreaCentiM2 < 0 {
				t.Fatalf("line %d: %+v", row.Line, row)
			}
			seen[row.Line] = true
		}
		for _, refusal := range plan.Refused {
			if seen[refusal.Line] || len(refusal.Issues) == 0 {
				t.Fatalf("line %d is both taken and refused, or without a reason", refusal.Line)
			}
			seen[refusal.Line] = true
		}
		var buffer bytes.Buffer
		if err := WriteRefused(&buffer, plan); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(context.Background(), "", buffer.Bytes(), ""); err != nil {
			t.Fatal(err)
		}
	})
}
