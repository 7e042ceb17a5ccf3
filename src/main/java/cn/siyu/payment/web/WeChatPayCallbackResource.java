package cn.siyu.payment.web;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.payment.app.MemberAuthorizations;
import cn.siyu.payment.app.TakeNotification;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Where WeChat Pay tells what has happened. Nobody signs in here: the signature over the raw bytes is the only proof. 204
 * is said when the notification is committed; anything else makes WeChat send it again.
 */
@Path("/callbacks/wechat-pay")
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "WeChat callbacks")
class WeChatPayCallbackResource {

    private final TakeNotification take;
    private final MemberAuthorizations authorizations;

    @Inject
    WeChatPayCallbackResource(TakeNotification take, MemberAuthorizations authorizations) {
        this.take = take;
        this.authorizations = authorizations;
    }

    @POST
    @Path("/transactions")
    @PermitAll
    @Operation(summary = "Take a notification about a payment")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "204", description = "Taken and kept")
    @APIResponse(responseCode = "400", description = "NOTIFICATION_REFUSED: not WeChat's, or not about this shop")
    public Uni<Void> transactions(byte[] rawBody, @Context HttpHeaders headers) {
        return take.take(proof(headers), rawBody);
    }

    @POST
    @Path("/refunds")
    @PermitAll
    @Operation(summary = "Take a notification about a refund")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "204", description = "Taken and kept")
    @APIResponse(responseCode = "400", description = "NOTIFICATION_REFUSED: not WeChat's, or not about this shop")
    public Uni<Void> refunds(byte[] rawBody, @Context HttpHeaders headers) {
        return take.take(proof(headers), rawBody);
    }

    @POST
    @Path("/transfers")
    @PermitAll
    @Operation(summary = "Take a notification about a transfer to a person")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "204", description = "Taken and kept")
    @APIResponse(responseCode = "400", description = "NOTIFICATION_REFUSED: not WeChat's, or not about this shop")
    public Uni<Void> transfers(byte[] rawBody, @Context HttpHeaders headers) {
        return take.take(proof(headers), rawBody);
    }

    @POST
    @Path("/authorizations")
    @PermitAll
    @Operation(summary = "Take a notification about a payee's authorization")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "204", description = "Taken: WeChat is asked what became of it")
    @APIResponse(responseCode = "400", description = "NOTIFICATION_REFUSED: not WeChat's, or not about this shop")
    public Uni<Void> authorizations(byte[] rawBody, @Context HttpHeaders headers) {
        return authorizations.notified(proof(headers), rawBody);
    }

    private static NotificationHeaders proof(HttpHeaders headers) {
        return new NotificationHeaders(
                one(headers, "Wechatpay-Timestamp"),
                one(headers, "Wechatpay-Nonce"),
                one(headers, "Wechatpay-Signature"),
                one(headers, "Wechatpay-Serial"));
    }

    /** Two values of one header are two proofs, of which a proxy may have checked the other. */
    private static String one(HttpHeaders headers, String name) {
        var values = headers.getRequestHeader(name);
        if (values == null || values.size() != 1) {
            throw new Refused(PaymentProblem.NOTIFICATION_REFUSED);
        }
        return values.getFirst();
    }
}
