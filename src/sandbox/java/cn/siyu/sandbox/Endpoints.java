package cn.siyu.sandbox;

import java.util.List;
import java.util.Set;

/** The addresses of WeChat that the sandbox answers, each with the name that faults and counters use. */
final class Endpoints {
    static final Set<String> NAMES = Set.of(
            "code2session",
            "token",
            "phone",
            "qrcode",
            "message",
            "shipping",
            "special-order",
            "prepay",
            "query",
            "close",
            "refund",
            "refund-query",
            "refund-abnormal",
            "tradebill",
            "fundflowbill",
            "bill-download",
            "transfer",
            "transfer-query",
            "transfer-cancel",
            "wecom-token",
            "contact-list",
            "contact-get",
            "contact-batch",
            "contact-unassigned",
            "chat-list",
            "chat-get",
            "customer-transfer",
            "customer-result",
            "resigned-transfer",
            "resigned-result",
            "chat-transfer",
            "resigned-chat-transfer",
            "join-way",
            "join-way-get",
            "authorization",
            "authorization-query",
            "authorization-close");

    private Endpoints() {}

    static List<Route> miniProgram(MiniProgramApi api, MiniCodes codes, Messages messages, ShippingDesk desk) {
        return List.of(
                mini("code2session", "GET", "/sns/jscode2session", MiniProgramApi.open(api::session)),
                mini("token", "POST", "/cgi-bin/stable_token", MiniProgramApi.open(api::token)),
                mini("phone", "POST", "/wxa/business/getuserphonenumber", api.withToken(api::phone)),
                mini("qrcode", "POST", "/wxa/getwxacodeunlimit", api.withToken(codes::make)),
                mini("message", "POST", "/cgi-bin/message/subscribe/send", api.withToken(messages::send)),
                mini("shipping", "POST", "/wxa/sec/order/upload_shipping_info", api.withToken(desk::upload)),
                mini("special-order", "POST", "/wxa/sec/order/opspecialorder", api.withToken(desk::special)));
    }

    static List<Route> bills(PayGate gate, BillApi bills) {
        return List.of(
                pay("tradebill", "GET", "/v3/bill/tradebill", gate.guard(bills::tradeBill)),
                pay("fundflowbill", "GET", "/v3/bill/fundflowbill", gate.guard(bills::fundFlowBill)),
                pay("bill-download", "GET", "/v3/billdownload/file", gate.guard(bills::download)));
    }

    static List<Route> authorizations(PayGate gate, AuthorizationApi api) {
        var all = "/v3/fund-app/mch-transfer/user-confirm-authorization";
        return List.of(
                pay("authorization", "POST", all, gate.guard(api::ask)),
                pay("authorization-query", "GET", all + "/out-authorization-no/{}", gate.guard(api::query)),
                pay("authorization-close", "POST", all + "/out-authorization-no/{}/close", gate.guard(api::close)));
    }

    static List<Route> pay(
            PayGate gate, PayApi payments, RefundApi refunds, AbnormalRefunds abnormal, TransferApi transfers) {
        var transactions = "/v3/pay/transactions";
        var back = "/v3/refund/domestic/refunds";
        var out = "/v3/fund-app/mch-transfer/transfer-bills";
        return List.of(
                pay("prepay", "POST", transactions + "/jsapi", gate.guard(payments::prepay)),
                pay("query", "GET", transactions + "/out-trade-no/{}", gate.guard(payments::queryByNumber)),
                pay("query", "GET", transactions + "/id/{}", gate.guard(payments::queryById)),
                pay("close", "POST", transactions + "/out-trade-no/{}/close", gate.guard(payments::close)),
                pay("refund", "POST", back, gate.guard(refunds::create)),
                pay("refund-query", "GET", back + "/{}", gate.guard(refunds::query)),
                pay("refund-abnormal", "POST", back + "/{}/apply-abnormal-refund", gate.guard(abnormal::apply)),
                pay("transfer", "POST", out, gate.guard(transfers::create)),
                pay("transfer", "POST", out + "/transfer", gate.guard(transfers::createAuthorized)),
                pay("transfer-query", "GET", out + "/out-bill-no/{}", gate.guard(transfers::query)),
                pay("transfer-cancel", "POST", out + "/out-bill-no/{}/cancel", gate.guard(transfers::cancel)));
    }

    private static Route mini(String endpoint, String method, String template, Route.Handler handler) {
        return Route.of(Route.Side.MINI_PROGRAM, endpoint, method, template, handler);
    }

    private static Route pay(String endpoint, String method, String template, Route.Handler handler) {
        return Route.of(Route.Side.PAY, endpoint, method, template, handler);
    }
}
