package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.money.Money;
import cn.siyu.wechat.BillUnsound;
import cn.siyu.wechat.Bills.Kind;
import cn.siyu.wechat.Bills.Line;
import cn.siyu.wechat.Bills.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills as WeChat writes them, in pieces of any size. */
class BillReaderTest {

    private static final String HEADER =
            "\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
                    + "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n";
    private static final String PAID =
            "`2026-03-01 23:59:59,`wx1,`190,`0,`,`4200001,`S1001,`o1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`19.90,`0.00,`0,`0,"
                    + "`0.00,`0.00,`,`,`童装, \"熊猫\", 红,`a,b,`0.11000,`0.60%,`19.90,`0.00,`\r\n";
    private static final String BACK =
            "`2026-03-01 12:00:00,`wx1,`190,`0,`,`4200001,`S1001,`o1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5030001,`RS1001,"
                    + "`0.90,`0.00,`ORIGINAL,`PROCESSING,`童装,`,`-0.01000,`0.60%,`0.00,`0.90,`\r\n";
    private static final String SUMS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n";
    private static final String SUMMARY = "`2,`19.90,`0.90,`0.00,`0.10000,`19.90,`0.90\r\n";
    private static final String WHOLE = HEADER + PAID + BACK + SUMS + SUMMARY;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 100_000})
    void lines_are_the_same_whatever_the_pieces(int size) {
        assertThat(read(Kind.TRADE, WHOLE, size))
                .containsExactly(
                        new Line(
                                What.PAYMENT,
                                "S1001",
                                "4200001",
                                Money.ofFen(1_990),
                                "SUCCESS",
                                Instant.parse("2026-03-01T15:59:59Z")),
                        new Line(
                                What.REFUND,
                                "RS1001",
                                "5030001",
                                Money.ofFen(90),
                                "PROCESSING",
                                Instant.parse("2026-03-01T04:00:00Z")));
    }

    @Test
    void a_bill_without_its_last_line_end_is_whole() {
        assertThat(read(Kind.TRADE, WHOLE.stripTrailing(), 64)).hasSize(2);
    }

    @Test
    void what_was_cut_off_or_does_not_add_up_is_refused() {
        for (var broken : List.of(
                HEADER + PAID + BACK,
                HEADER + PAID + SUMS + SUMMARY,
                HEADER + PAID + BACK.replace("0.90", "0.91") + SUMS + SUMMARY,
                PAID + BACK + SUMS + SUMMARY,
                WHOLE + PAID,
                WHOLE + SUMS,
                HEADER + PAID.replace("19.90,`0.00,`\r", "19.90,`\r") + BACK + SUMS + SUMMARY,
                HEADER.replace("商户退款单号", "别的") + PAID + BACK + SUMS + SUMMARY,
                WHOLE.replace("2026-03-01 12", "2026-13-01 12"),
                "<html>busy</html>",
                "")) {
            assertThatThrownBy(() -> read(Kind.TRADE, broken, 64)).as(broken).isInstanceOf(BillUnsound.class);
        }
    }

    @Test
    void of_the_flow_only_transfers_are_told_and_what_came_back_counts_below_zero() {
        var flow = """
                记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
                `2026-03-01 10:00:00,`42,`1,`交易,`交易,`收入,`20.00,`20.00,`system,`,`S1
                `2026-03-01 10:01:00,`13,`2,`商家转账,`商家转账,`支出,`5.5,`14.50,`system,`佣金,`W1
                `2026-03-01 10:02:00,`13,`3,`商家转账,`商家转账退回,`收入,`5.50,`20.00,`system,`佣金,`W1
                资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
                `3,`2,`25.50,`1,`5.50
                """;

        assertThat(read(Kind.FUND_FLOW, flow, 50))
                .extracting(line -> line.number() + " " + line.amount().fen())
                .containsExactly("W1 550", "W1 -550");
    }

    @ParameterizedTest
    @CsvSource({"0.01,1", "0.1,10", "12,1200", "12.30,1230", "-0.50,-50", "0.06000,6", "9999999999.99,999999999999"})
    void yuan_become_fen_exactly(String yuan, long fen) {
        assertThat(BillReader.fen(yuan)).isEqualTo(Money.ofFen(fen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.234", "1,00", "1.2.3", "NaN", "1e3", "￥1"})
    void what_is_no_amount_is_refused(String text) {
        assertThatThrownBy(() -> BillReader.fen(text)).isInstanceOf(BillUnsound.class);
    }

    private static List<Line> read(Kind kind, String text, int size) {
        var reader = new BillReader(kind);
        var bytes = text.getBytes(UTF_8);
        var lines = new ArrayList<Line>();
        for (var from = 0; from < bytes.length; from += size) {
            lines.addAll(reader.take(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))));
        }
        lines.addAll(reader.end());
        return lines;
    }
}
