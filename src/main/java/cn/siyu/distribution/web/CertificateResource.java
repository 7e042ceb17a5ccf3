package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.Certify;
import cn.siyu.distribution.store.CertificateStore.Certificate;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What training a distributor has passed. */
@Path("/api/admin/v1/distributors/{id}/certificates")
@Tag(name = "admin distributors")
public class CertificateResource {

    private static final int CREATED = 201;

    private final Certify certify;
    private final Caller caller;

    CertificateResource(Certify certify, Caller caller) {
        this.certify = certify;
        this.caller = caller;
    }

    /** A certificate as it is noted. */
    @Schema(name = "CertificateRequest")
    public record CertificateRequest(
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "Absent: for ever") @Nullable
            Instant until,

            @NotBlank @Size(max = 200) String reason) {}

    /** A certificate; {@code revokedAt} also of one that made way for its renewal. */
    @Schema(name = "CertificateView")
    record CertificateView(
            UUID id,
            String name,
            Instant from,
            @Nullable Instant until,
            String reason,
            String by,
            @Nullable Instant revokedAt,
            @Nullable String revokedReason) {

        static CertificateView of(Certificate certificate) {
            return new CertificateView(
                    certificate.id(),
                    certificate.name(),
                    certificate.from(),
                    certificate.until().orElse(null),
                    certificate.reason(),
                    certificate.by(),
                    certificate.revokedAt().orElse(null),
                    certificate.revokedReason().orElse(null));
        }
    }

    /** The newest first; at most a hundred. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List a distributor's certificates")
    @APIResponse(responseCode = "200", description = "Also those that hold no more")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<CertificateView>> list(@PathParam("id") UUID id) {
        return certify.of(new DistributorId(id))
                .map(all -> new Page<>(all.stream().map(CertificateView::of).toList(), null));
    }

    /** It counts from now on, and may lead to a higher tier at once. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Note a certificate")
    @APIResponse(
            responseCode = "201",
            description = "The certificate",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CertificateView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "CERTIFICATE_HELD")
    public Uni<CertificateView> award(@PathParam("id") UUID id, @Valid @NotNull CertificateRequest request) {
        return certify.award(
                        new DistributorId(id),
                        request.name().strip(),
                        Optional.ofNullable(request.until()),
                        request.reason(),
                        caller.actor())
                .map(CertificateView::of);
    }

    /** It counts no more; a tier is looked at again when the period ends. */
    @POST
    @Path("/{certificateId}/revoke")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Revoke a certificate")
    @APIResponse(responseCode = "204", description = "It is revoked")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Void> revoke(
            @PathParam("id") UUID id,
            @PathParam("certificateId") UUID certificate,
            @Valid @NotNull ReasonRequest request) {
        return certify.revoke(new DistributorId(id), certificate, request.reason(), caller.actor());
    }
}
