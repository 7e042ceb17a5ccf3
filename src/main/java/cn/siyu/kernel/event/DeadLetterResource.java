package cn.siyu.kernel.event;

import cn.siyu.kernel.event.DeadLetters.DeadLetter;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Events that a listener could not hear, and a way to tell them again. */
@Path("/api/admin/v1/dead-letters")
@Tag(name = "dead-letters")
@Produces(MediaType.APPLICATION_JSON)
class DeadLetterResource {

    private final DeadLetters letters;
    private final ReplayDeadLetter replay;
    private final Caller caller;
    private final ObjectMapper json;

    DeadLetterResource(DeadLetters letters, ReplayDeadLetter replay, Caller caller, ObjectMapper json) {
        this.letters = letters;
        this.replay = replay;
        this.caller = caller;
        this.json = json;
    }

    /**
     * A dead letter as it is shown, with the event itself: ids and plain values. Of an event that cannot be read, its text under
     * {@code unreadable}.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeadLetterView(
            UUID id,
            String consumer,
            UUID eventId,
            String type,
            String key,
            Instant occurredAt,
            Instant failedAt,
            String failure,
            int tries,

            @JsonRawValue @Schema(type = SchemaType.OBJECT) String payload,

            @Nullable Instant replayedAt) {

        static DeadLetterView of(DeadLetter letter, ObjectMapper json) {
            var envelope = letter.envelope();
            return new DeadLetterView(
                    letter.id(),
                    letter.consumer(),
                    envelope.eventId(),
                    envelope.type(),
                    envelope.key(),
                    envelope.occurredAt(),
                    letter.failedAt(),
                    letter.failure(),
                    letter.tries(),
                    readable(envelope.payload(), json),
                    letter.replayedAt().orElse(null));
        }
    }

    /** One spoilt event must not spoil the page on which it is to be found. */
    private static String readable(String payload, ObjectMapper json) {
        try {
            if (json.readTree(payload) instanceof ObjectNode) {
                return payload;
            }
        } catch (JsonProcessingException _) {
            // shown as the text that it is
        }
        return json.createObjectNode().put("unreadable", payload).toString();
    }

    /** The letters that still wait, or all. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List dead letters", description = "replayed=true shows those that were replayed too")
    @APIResponse(responseCode = "200", description = "One page, the newest first")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<NumberedPage<DeadLetterView>> list(
            @QueryParam("replayed") @DefaultValue("false") boolean replayed,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return letters.list(replayed, page, size)
                .map(items -> items.stream().map(this::view).toList())
                .chain(items -> letters.count(replayed).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** Tells the event to its listener once more; a letter that was replayed stays as it is. */
    @POST
    @Path("/{id}/replay")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Replay a dead letter")
    @APIResponse(responseCode = "200", description = "The letter, replayed")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "REPLAY_FAILED, LISTENER_GONE")
    public Uni<DeadLetterView> replay(@PathParam("id") UUID id) {
        return replay.replay(id, caller.actor()).map(this::view);
    }

    private DeadLetterView view(DeadLetter letter) {
        return DeadLetterView.of(letter, json);
    }
}
