package intake

import (
	"regexp"
	"strings"
)

// Field says what a column means. A person may map a column to any of them.
type Field string

// The fields of a register. The empty Field is a column nobody has explained:
// it is listed and not read.
const (
	fieldUnknown     Field = ""
	fieldIgnore      Field = "ignore"
	fieldOwn         Field = "own" // kept as the room's own field, under its header
	fieldSerial      Field = "serial"
	fieldBuilding    Field = "building"
	fieldUnit        Field = "unit"
	fieldRoom        Field = "room"
	fieldOwner       Field = "owner"
	fieldOwnerPhone  Field = "owner_phone"
	fieldOwnerID     Field = "owner_id"
	fieldTenant      Field = "tenant"
	fieldTenantPhone Field = "tenant_phone"
	fieldTenantID    Field = "tenant_id"
	fieldArea        Field = "area"
	fieldInnerArea   Field = "inner_area"
	fieldLayout      Field = "layout"
	fieldFloor       Field = "floor"
	fieldHandover    Field = "handover"
	fieldState       Field = "state"
	fieldUse         Field = "use"
	fieldSpace       Field = "space"
	fieldLocation    Field = "location"       // where the spaces are
	fieldSpaceState  Field = "space_state"    // sold, let or free
	fieldSpaceOn     Field = "space_handover" // when the spaces were handed over
	fieldDeed        Field = "deed"           // the real-estate certificate's number
	fieldPlate       Field = "plate"
	fieldUnitPrice   Field = "unit_price"
	fieldPrepaid     Field = "prepaid"
	fieldArrears     Field = "arrears"
	fieldRemark      Field = "remark"
	fieldReason      Field = "reason" // the column that WriteRefused adds
)

// unitPriceKey and innerAreaKey name those two in Room.Fields, whatever the
// column was called, so that rules can rely on them.
const (
	unitPriceKey = "物业费单价"
	innerAreaKey = "套内面积"
)

// fieldInfo describes a field: its label is also the template's header.
type fieldInfo struct {
	field    Field
	label    string
	synonyms string // besides the label, separated by spaces
	many     bool   // several columns may have this meaning
}

var fieldTable = []fieldInfo{
	{fieldSerial, "序号", "编号 No No. 行号", false},
	{fieldBuilding, "楼栋", "楼号 栋 幢 座 楼 栋号 幢号 座号 楼栋号 楼幢 楼宇 楼座 栋座", false},
	{fieldUnit, "单元", "单元号 门 门洞", false},
	{fieldRoom, "房号", "房间编号 房间号 房间 室号 房屋编号 房屋编码 房产编码 房产编号 房产号 门牌号 门牌 房屋号 户号 铺号 商铺号 房屋", false},
	{fieldOwner, "业主姓名", "业主 业主名称 客户名称 客户姓名 客户 产权人 产权人姓名 户主 户主姓名 房主 姓名 住户姓名 住户 业主信息姓名", false},
	{fieldOwnerPhone, "联系电话", "手机 电话 手机号 手机号码 电话号码 联系方式 联系手机 联系电话1 联系电话2 业主电话 业主手机 业主手机号 业主联系电话 业主联系方式 移动电话 备用电话 业主信息电话 业主信息联系电话", true},
	{fieldOwnerID, "身份证号", "身份证 身份证号码 证件号 证件号码 统一社会信用代码 社会信用代码 信用代码 业主身份证号 身份证号/统一社会信用代码", false},
	{fieldTenant, "租户姓名", "租户 承租人 租客 租户名称 承租人姓名 租客姓名 租户信息姓名", false},
	{fieldTenantPhone, "租户电话", "承租人电话 租客电话 租户手机 租户手机号 租户联系电话 承租人手机 承租人联系电话 租户联系方式 租户信息电话", true},
	{fieldTenantID, "租户证件号", "租户证件号码 租户身份证号 承租人身份证号 承租人证件号码", false},
	{fieldArea, "建筑面积", "计费面积 产权面积 收费面积 面积 房屋面积 建面 房产面积", false},
	{fieldInnerArea, "套内面积", "套内建筑面积 使用面积 实用面积", false},
	{fieldLayout, "户型", "房型 户型结构", false},
	{fieldFloor, "楼层", "所在楼层 楼层号 所在层 所在层数 层 层号 所属楼层 实际楼层 房屋楼层", false},
	{fieldHandover, "交房日期", "入住时间 收房日期 入住日期 交房时间 收房时间 交付日期 交付时间 接房日期 接房时间", false},
	{fieldState, "房屋状态", "使用状态 状态 房态 入住状态 居住状态", false},
	{fieldUse, "用途", "房屋性质 房屋用途 物业类型 房屋类型 房产类型 使用性质", false},
	{fieldSpace, "车位号", "车位 停车位 车位编号 车位号码 停车位号", true},
	{fieldLocation, "车位位置", "车位所在位置 车位区域 停车位位置", false},
	{fieldSpaceState, "车位状态", "停车位状态 车位使用状态", false},
	{fieldSpaceOn, "车位交房日期", "车位启用日期 车位起用日期", false},
	{fieldDeed, "不动产权证号", "不动产权证 不动产权证书号 不动产证号 产权证号 房产证号 房产证", false},
	{fieldPlate, "车牌号", "车牌 车牌号码 车号", true},
	{fieldUnitPrice, "物业费单价", "单价 收费标准 物业费标准 物业费收费标准 收费单价 物业单价", false},
	{fieldPrepaid, "预存余额", "预交余额 预收 预收余额 预存 预存款 预存金额 预交 预交款 预交金额 预缴余额 预缴金额 预收款 预收金额 预存款余额", false},
	{fieldArrears, "欠费金额", "欠费 欠款 欠款金额 陈欠 历史欠费 往年欠费 期初欠费 未缴金额 未交金额", true},
	{fieldRemark, "备注", "说明 备注说明 备注信息", false},
	{fieldReason, "原因", "拒收原因 未导入原因", false},
	{fieldOwn, "自定义字段", "", true},
	{fieldIgnore, "不导入这一列", "", true},
}

var synonyms = func() map[string]Field {
	known := map[string]Field{}
	for _, info := range fieldTable {
		if info.field == fieldOwn || info.field == fieldIgnore {
			continue
		}
		for _, word := range append(strings.Fields(info.synonyms), info.label) {
			known[word] = info.field
		}
	}
	return known
}()

// Fields lists every field a column can be mapped to, in the order of a
// register, for a person to choose from.
func Fields() []Field {
	fields := make([]Field, 0, len(fieldTable))
	for _, info := range fieldTable {
		fields = append(fields, info.field)
	}
	return fields
}

// Label returns the field's name as a person reads it.
func (field Field) Label() string {
	if info, ok := field.info(); ok {
		return info.label
	}
	return "未识别"
}

// Valid reports whether a column may be mapped to this field.
func (field Field) Valid() bool {
	_, ok := field.info()
	return ok
}

func (field Field) many() bool {
	info, _ := field.info()
	return info.many
}

func (field Field) info() (fieldInfo, bool) {
	for _, info := range fieldTable {
		if info.field == field {
			return info, true
		}
	}
	return fieldInfo{}, false
}

// unitSuffix is a measure after a header's word, such as (㎡) or (元/月).
var unitSuffix = regexp.MustCompile(`[(\[【][^()\[\]【】]*[)\]】]`)

// notArrears are words that make a column with 欠 in it say something else
// about arrears than an amount.
var notArrears = regexp.MustCompile(`月数|月份|期间|起|止|时间|日期|原因|状态|次数|天数|说明|是否`)

// handoverHeader is any of the ways to say on which day the developer gave the room to its owner. A day that a contract
// promises or that a notice names is not meant, so nothing else may stand beside it.
var handoverHeader = regexp.MustCompile(`^(?:业主|实际|房屋)?(?:收楼|收房|收屋|收铺|交楼|交房|交屋|交铺|接房|接楼|接屋|接收|验收|交付|入伙|入住|领房|交钥匙|领钥匙|收钥匙|钥匙交付|交接|移交)(?:手续)?(?:办理)?(?:日期|时间|日子|日|年月日|年月)$`)

// spaceWord begins a header that is about the spaces of a room.
var spaceWord = regexp.MustCompile(`^(?:停?车位|车库)的?`)

// cleanHeader returns a header without spaces, line breaks, full-width forms,
// marks of a compulsory column and units.
func cleanHeader(text string) string {
	return strings.Trim(unitSuffix.ReplaceAllString(squeeze(text), ""), "*:：、.")
}

// fieldOf tells a column's meaning from its cleaned header.
func fieldOf(header string) Field {
	if field, ok := synonyms[header]; ok {
		return field
	}
	if handoverHeader.MatchString(header) {
		return fieldHandover
	}
	if of := spaceWord.FindString(header); of != "" && handoverHeader.MatchString(header[len(of):]) {
		return fieldSpaceOn
	}
	if strings.Contains(header, "欠") && !notArrears.MatchString(header) {
		return fieldArrears
	}
	return fieldUnknown
}
