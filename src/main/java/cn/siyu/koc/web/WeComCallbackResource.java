package cn.siyu.koc.web;

import cn.siyu.koc.app.HearWeCom;
import cn.siyu.wechat.WeComPush.Proof;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
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

/** Where WeCom calls out what happens to customers and chats. Nobody signs in here: signature and encryption are the proof. */
@Path("/callbacks/wecom")
@Tag(name = "WeChat callbacks")
public class WeComCallbackResource {

    private static final String DONE = "success";

    private final HearWeCom weCom;

    WeComCallbackResource(HearWeCom weCom) {
        this.weCom = weCom;
    }

    /** WeCom looks whether the address is ours, when it is set. */
    @GET
    @PermitAll
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Prove to WeCom that the address is ours")
    @APIResponse(
            responseCode = "200",
            description = "What was asked to be said, decrypted",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "WECOM_CALLBACK_REFUSED: not WeCom's")
    public Uni<String> greet(
            @QueryParam("msg_signature") @Nullable @Size(max = 64) String signature,
            @QueryParam("timestamp") @Nullable @Size(max = 32) String timestamp,
            @QueryParam("nonce") @Nullable @Size(max = 64) String nonce,
            @QueryParam("echostr") @Nullable @Size(max = 2_000) String echo) {
        return Uni.createFrom().item(() -> weCom.greet(new Proof(signature, timestamp, nonce), echo));
    }

    /** Encrypted, in XML. Kept before it is answered; repeated, it changes nothing. */
    @POST
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Take an event of WeCom's")
    @RequestBody(content = @Content(mediaType = "text/xml", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "200",
            description = "Taken",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "400",
            description = "WECOM_CALLBACK_REFUSED: not WeCom's, not for this corporation, or too old")
    public Uni<String> take(
            @QueryParam("msg_signature") @Nullable @Size(max = 64) String signature,
            @QueryParam("timestamp") @Nullable @Size(max = 32) String timestamp,
            @QueryParam("nonce") @Nullable @Size(max = 64) String nonce,
            byte[] body) {
        return weCom.hear(new Proof(signature, timestamp, nonce), body).replaceWith(DONE);
    }
}
