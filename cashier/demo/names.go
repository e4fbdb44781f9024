package demo

import "math/rand/v2"

// The names are put together from common ones; whoever they happen to fit is not meant.
var (
	surnames = []string{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗",
		"郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡", "蒋", "余", "单", "仇", "欧阳", "诸葛"}
	givenNames = []string{"建国", "秀英", "伟", "芳", "丽", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "秀兰", "霞", "平", "刚", "桂英",
		"志强", "晓东", "文静", "海燕", "国庆", "玉兰", "思远", "雨桐", "子轩", "一诺", "浩然", "欣怡", "俊杰", "淑珍", "德胜", "春梅", "嘉豪", "梓涵", "宇航", "美玲", "䶮", "喆"}
	companyNames = []string{"盛达商贸", "鸿运餐饮", "康宁药房", "优学教育", "美颜美发", "佳佳便利", "远航物流", "锦程装饰", "博雅图文", "宜家家政"}
	phoneHeads   = []string{"130", "136", "138", "139", "150", "158", "186", "189"}
	plateLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
)

// Surname returns one of the common surnames.
func Surname(random *rand.Rand) string { return pick(random, surnames) }

// GivenName returns one of the common given names, of one or two characters.
func GivenName(random *rand.Rand) string { return pick(random, givenNames) }

// CompanyName returns one of the companies' names, without 有限公司.
func CompanyName(random *rand.Rand) string { return pick(random, companyNames) }

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }

// chance is true so many times in a hundred.
func chance(random *rand.Rand, inHundred int) bool { return random.IntN(100) < inHundred }
