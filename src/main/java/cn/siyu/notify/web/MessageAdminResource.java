package cn.siyu.notify.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.notify.app.LookUpMessages;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.Message;
import cn.siyu.notify.store.MessageStore.Search;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages for staff: what was sent, what was not, and why. */
@Path("/api/admin/v1/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages (admin)")
class MessageAdminResource {

    private final LookUpMessages messages;

    @Inject
    MessageAdminResource(LookUpMessages messages) {
        this.messages = messages;
    }

    /** One message; {@code failure} is WeChat's code or what was missing. */
    @Schema(name = "MessageRow")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MessageRow(
            UUID id,
            Kind kind,
            UUID memberId,
            UUID orderId,
            String templateId,
            Message.State state,
            @Nullable String failure,
            int tries,
            Instant occurredAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {

        static MessageRow of(Message message) {
            return new MessageRow(
                    message.id(),
                    message.kind(),
                    message.member(),
                    message.order(),
                    message.templateId(),
                    message.state(),
                    message.failure().orElse(null),
                    message.tries(),
                    message.occurredAt(),
                    message.expiresAt(),
                    message.endedAt().orElse(null));
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List messages to members")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a filter or the page is wrong")
    public Uni<NumberedPage<MessageRow>> list(
            @QueryParam("state")
                    @Nullable
                    @Pattern(regexp = "WAITING|SENT|NO_PERMISSION|REFUSED_BY_USER|REFUSED|UNKNOWN|EXPIRED")
                    String state,
            @QueryParam("kind") @Nullable @Pattern(regexp = "GROUP_SUCCEEDED|GROUP_FAILED|REFUNDED|SHIPPED")
                    String kind,
            @QueryParam("memberId") @Nullable UUID memberId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(100_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return messages.messages(new Search(state, kind, memberId), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(MessageRow::of).toList(), page, size, found.total()));
    }
}
