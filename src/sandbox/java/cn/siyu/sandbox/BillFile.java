package cn.siyu.sandbox;

import cn.siyu.sandbox.BillLine.What;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A bill as the file that WeChat offers: a plain header, lines whose every cell begins with a back-tick, a header of sums and
 * the sums. The hash is of the text, however it is packed.
 */
record BillFile(byte[] bytes, String sha1) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String TRADE_HEADER = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
            + "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
    private static final String TRADE_SUMS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
    private static final String FLOW_HEADER = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
    private static final String FLOW_SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.ofHours(8));

    /** Writes a file's lines. */
    private interface Writing {
        void to(Text text) throws IOException;
    }

    /** A text that grows line by line. */
    private record Text(OutputStream out) {
        void plain(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        void cells(String... cells) throws IOException {
            plain("`" + String.join(",`", cells));
        }
    }

    /** @param countedTooMany how many lines the summary claims beyond those that there are */
    static BillFile trades(List<BillLine> lines, boolean packed, int countedTooMany) {
        return file(packed, text -> {
            text.plain(BYTE_ORDER_MARK + TRADE_HEADER);
            var paid = 0L;
            var back = 0L;
            for (var line : lines) {
                var refund = line.what() == What.REFUND;
                paid += refund ? 0 : line.fen();
                back += refund ? line.fen() : 0;
                trade(text, line, refund);
            }
            text.plain(TRADE_SUMS);
            text.cells(
                    String.valueOf(lines.size() + countedTooMany),
                    yuan(paid),
                    yuan(back),
                    yuan(0),
                    "0.00000",
                    yuan(paid),
                    yuan(back));
        });
    }

    private static void trade(Text text, BillLine line, boolean refund) throws IOException {
        var paid = yuan(refund ? 0 : line.fen());
        var back = yuan(refund ? line.fen() : 0);
        text.cells(
                time(line.at()),
                Keys.APP_ID,
                Keys.MCH_ID,
                "0",
                "",
                line.weChatNo(),
                line.outTradeNo(),
                line.openid(),
                "JSAPI",
                refund ? "REFUND" : line.state(),
                "OTHERS",
                "CNY",
                paid,
                yuan(0),
                refund ? line.refundId() : "0",
                refund ? line.number() : "0",
                back,
                yuan(0),
                refund ? "ORIGINAL" : "",
                refund ? line.state() : "",
                line.goods(),
                "",
                "0.00000",
                "0.00%",
                paid,
                back,
                "");
    }

    /** @param balanceFen what was in the account when the day began */
    static BillFile flows(List<BillLine> lines, boolean packed, long balanceFen) {
        return file(packed, text -> {
            text.plain(BYTE_ORDER_MARK + FLOW_HEADER);
            var balance = balanceFen;
            var in = 0L;
            var ins = 0;
            for (var line : lines) {
                var income = line.what() == What.PAYMENT;
                balance += income ? line.fen() : -line.fen();
                in += income ? line.fen() : 0;
                ins += income ? 1 : 0;
                flow(text, line, income, balance);
            }
            var all = lines.stream().mapToLong(BillLine::fen).sum();
            text.plain(FLOW_SUMS);
            text.cells(
                    String.valueOf(lines.size()),
                    String.valueOf(ins),
                    yuan(in),
                    String.valueOf(lines.size() - ins),
                    yuan(all - in));
        });
    }

    private static void flow(Text text, BillLine line, boolean income, long balance) throws IOException {
        var name = switch (line.what()) {
            case PAYMENT -> "交易";
            case REFUND -> "退款";
            case TRANSFER -> "商家转账";
        };
        text.cells(
                time(line.at()),
                line.what() == What.REFUND ? line.refundId() : line.weChatNo(),
                line.weChatNo() + (income ? "01" : "02"),
                name,
                name,
                income ? "收入" : "支出",
                yuan(line.fen()),
                yuan(balance),
                "system",
                line.goods(),
                line.number());
    }

    private static BillFile file(boolean packed, Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            try (var out = new DigestOutputStream(packed ? new GZIPOutputStream(bytes) : bytes, digest)) {
                writing.to(new Text(out));
            }
            return new BillFile(bytes.toByteArray(), HexFormat.of().formatHex(digest.digest()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    private static String yuan(long fen) {
        var magnitude = Math.absExact(fen);
        // Written by hand: a large bill has a million amounts, and nobody is served while it is written.
        return (fen < 0 ? "-" : "") + magnitude / 100 + (magnitude % 100 < 10 ? ".0" : ".") + magnitude % 100;
    }
}
