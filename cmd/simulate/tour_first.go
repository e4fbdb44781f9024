package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// passphrase opens the first book: the tour's computer has no keyring.
const passphrase = "open sesame 9"

// firstDay is a fresh computer: a book is made, its recovery key saved and typed back, a register taken in, a supervisor
// added; then the first month's work, to a household that pays.
func (t *tour) firstDay() error {
	path := filepath.Join(t.home, "first", "book")
	if err := t.open("--book", path, "--printer", "tcp://"+t.paper.Address()+"?paper=80"); err != nil {
		return err
	}
	saved := filepath.Join(t.home, "key.txt")
	err := t.play(
		step{"首次打开", nil, t.titled("欢迎使用收讫")},
		step{"新账本", []string{"Return"}, t.titled("建立新账本")},
		step{"填好小区和经理", t.founding(), nil},
		step{"电脑不保存密钥要设账本口令", []string{"Return"}, nil},
		step{"恢复密钥", []string{"type:" + passphrase, "Return", "type:" + passphrase, "Return"}, t.titled("恢复密钥")},
		step{"打印恢复密钥", []string{"F7"}, t.printed("恢复密钥")},
		step{"保存恢复密钥", []string{"F8", "ctrl+a", "type:" + saved}, nil},
		step{"恢复密钥已保存", []string{"Return"}, exists(saved)},
		step{"核对恢复密钥", []string{"Return"}, t.titled("核对恢复密钥")},
	)
	if err != nil {
		return err
	}
	groups, key, err := t.askedGroups(saved)
	if err != nil {
		return err
	}
	register, err := filepath.Abs(t.command.Register)
	if err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	err = t.play(
		step{"首次登录", []string{"type:" + groups[0], "Return", "type:" + groups[1], "Return"}, t.titled("登录")},
		step{"第一天要做的事", []string{"type:100", "Return", "type:246810", "Return"}, t.titled("第一天")},
		step{"导入", []string{"ctrl+6"}, t.titled("导入")},
		step{"试算台账", []string{"type:" + register, "Return"}, nil},
		step{"已导入", []string{"F9"}, t.rooms(path, 126)},
		step{"人员和权限", []string{"ctrl+8"}, t.titled("人员")},
		step{"添一位主管", []string{"F4", "2", "type:200", "Return", "type:Li Mei", "Return", "type:5081", "Return", "type:5081", "Return",
			"type:" + key}, nil},
		step{"主管已添", []string{"Return"}, t.people(path, 2)},
		step{"换主管来", []string{"ctrl+l"}, t.titled("登录")},
		step{"经理给的密码只用来换", []string{"type:200", "Return", "type:5081", "Return"}, t.asks("换成自己的密码")},
		step{"主管换成自己的密码", []string{"type:2468", "Return", "type:2468", "Return"}, t.hasOwnPIN(path, "200")},
		step{"换经理来", []string{"ctrl+l"}, t.titled("登录")},
		step{"经理回来", []string{"type:100", "Return", "type:246810", "Return"}, nil},
		step{"设置", []string{"ctrl+9"}, t.titled("设置")},
	)
	if err != nil {
		return err
	}
	if err := t.monthWork(path); err != nil {
		return err
	}
	if err := t.payMonth(path); err != nil {
		return err
	}
	return t.closeFirst(path)
}

// closeFirst locks the counter, leaves it with the shift open, and checks the whole book.
func (t *tour) closeFirst(path string) error {
	err := t.play(
		step{"锁屏", []string{"ctrl+l"}, t.titled("登录")},
		step{"还有没交的班", []string{"ctrl+q"}, nil},
	)
	if err != nil {
		return err
	}
	if err := t.closeBook(); err != nil {
		return err
	}
	if err := t.press([]string{"F9"}); err != nil {
		return err
	}
	if err := t.leave(); err != nil {
		return err
	}
	return t.verify(path, vault.Key{Passphrase: passphrase})
}

// founding types the fields of a new book; ↓ goes on where Enter would submit.
func (t *tour) founding() []string {
	return []string{"type:Sunshine Garden", "Return", "type:Sunshine Property Ltd", "Return", "type:01", "Return",
		"type:Chen Guodong", "Return", "type:100", "Return", "type:246810", "Return", "type:246810"}
}

// askedGroups reads the groups that the window's title asks for from the saved key, and the key.
func (t *tour) askedGroups(path string) (groups [2]string, key string, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return groups, "", fmt.Errorf("tour: read the saved key: %w", err)
	}
	asked := strings.Fields(t.window.listener.told().Screen)
	words := strings.Fields(string(content))
	saved := make(map[string]string)
	for at, word := range words[:len(words)-1] {
		if _, err := strconv.Atoi(word); err == nil && len(word) < 4 && len(words[at+1]) == 4 {
			saved[word] = words[at+1]
		}
	}
	for index := range groups {
		number := asked[len(asked)-2+index]
		if groups[index] = saved[number]; groups[index] == "" {
			return groups, "", fmt.Errorf("tour: 保存的恢复密钥里没有第 %s 组", number)
		}
	}
	for number := 1; saved[strconv.Itoa(number)] != ""; number++ {
		key += saved[strconv.Itoa(number)]
	}
	return groups, key, nil
}

// hasOwnPIN is whether the person with a staff number has set a PIN beside the first.
func (t *tour) hasOwnPIN(path, code string) condition {
	return t.shows(path, func(tx *store.Tx) (bool, error) {
		version := 0
		_, err := tx.Get("SELECT pin_version FROM staff WHERE code = ?", []any{code}, &version)
		return version > 1, err
	})
}

// exists is whether a file is there.
func exists(path string) condition {
	return func() (bool, error) {
		_, err := os.Stat(path)
		return err == nil, nil
	}
}

// rooms is whether the book at path has so many rooms.
func (t *tour) rooms(path string, count int) condition {
	return func() (bool, error) {
		found := 0
		err := t.read(path, func(tx *store.Tx) error {
			rooms, err := estate.Rooms(tx)
			found = len(rooms)
			return err
		})
		return found == count, err
	}
}

// people is whether so many people work with the book at path.
func (t *tour) people(path string, count int) condition {
	return t.shows(path, func(tx *store.Tx) (bool, error) {
		found := 0
		_, err := tx.Get("SELECT count(*) FROM staff WHERE active = 1", nil, &found)
		return found == count, err
	})
}
