package cn.siyu.trade.web;

import cn.siyu.trade.app.HearSettlement;
import cn.siyu.wechat.MessagePush.Proof;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where WeChat pushes the events of the mini-program. Nobody signs in here: signature and encryption are the proof. */
@Path("/callbacks/mini-program")
@Tag(name = "WeChat callbacks")
public class MessagePushResource {

    private static final String DONE = "success";

    private final HearSettlement settlements;

    MessagePushResource(HearSettlement settlements) {
        this.settlements = settlements;
    }

    /** WeChat looks whether the address is ours, when it is set. */
    @GET
    @PermitAll
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Prove to WeChat that the address is ours")
    @APIResponse(
            responseCode = "200",
            description = "What was asked to be said",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "PUSH_REFUSED: not WeChat's")
    public Uni<String> greet(
            @QueryParam("signature") @Nullable @Size(max = 64) String signature,
            @QueryParam("timestamp") @Nullable @Size(max = 32) String timestamp,
            @QueryParam("nonce") @Nullable @Size(max = 64) String nonce,
            @QueryParam("echostr") @DefaultValue("") @Size(max = 200) String echo) {
        settlements.greet(new Proof(timestamp, nonce, signature));
        return Uni.createFrom().item(echo);
    }

    /** Encrypted, in JSON. What is told of the money of an order is kept; everything else is taken and let be. */
    @POST
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Take an event of the mini-program")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "200",
            description = "Taken",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "PUSH_REFUSED: not WeChat's, or not for this mini-program")
    public Uni<String> take(
            @QueryParam("msg_signature") @Nullable @Size(max = 64) String signature,
            @QueryParam("timestamp") @Nullable @Size(max = 32) String timestamp,
            @QueryParam("nonce") @Nullable @Size(max = 64) String nonce,
            byte[] body) {
        return settlements.hear(new Proof(timestamp, nonce, signature), body).replaceWith(DONE);
    }
}
