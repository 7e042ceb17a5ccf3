package cn.siyu.distribution.web;

import cn.siyu.distribution.app.TeamCompanies;
import cn.siyu.distribution.app.TeamCompanies.Wish;
import cn.siyu.distribution.store.CompanyStore.Sheet;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The companies that are paid for teams, with their licences and accounts. */
@Path("/api/admin/v1/team-companies")
@Tag(name = "admin teams")
public class TeamCompanyResource {

    private static final int CREATED = 201;

    private final TeamCompanies companies;
    private final Caller caller;

    TeamCompanyResource(TeamCompanies companies, Caller caller) {
        this.companies = companies;
        this.caller = caller;
    }

    /** A company with its papers. */
    @Schema(name = "TeamCompanyRequest")
    public record CompanyRequest(
            @NotBlank @Size(max = 80) String name,

            @Schema(description = "Unified social credit code; a natural person has none (L9)")
            @NotNull
            @Pattern(regexp = "[0-9A-Z]{18}")
            String creditCode,

            @Schema(description = "Where the copy of the business licence is filed") @NotBlank @Size(max = 200)
            String licenceFile,

            @NotBlank @Size(max = 80) String accountName,
            @NotBlank @Size(max = 80) String bankName,
            @NotNull @Pattern(regexp = "[0-9]{8,30}") String accountNumber,
            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read; ignored when it is new")
            long version) {

        Wish wish() {
            return new Wish(
                    name.strip(),
                    creditCode,
                    licenceFile.strip(),
                    accountName.strip(),
                    bankName.strip(),
                    accountNumber);
        }
    }

    /** A company as it is kept. */
    @Schema(name = "TeamCompanyView")
    record CompanyView(
            UUID id,
            String name,
            String creditCode,
            String licenceFile,
            String accountName,
            String bankName,

            @Schema(description = "Whole for finance, otherwise its last figures")
            String accountNumber,

            Instant createdAt,
            long version) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List team companies")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<CompanyView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return companies
                .list(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(this::view).toList(), page, size, found.total()));
    }

    /** One company. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.OPS, Role.AUDITOR})
    @Operation(summary = "See a team company")
    @APIResponse(responseCode = "200", description = "The company")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<CompanyView> see(@PathParam("id") UUID id) {
        return companies.see(id).map(this::view);
    }

    /** With its licence and the account that is paid to. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Register a team company")
    @APIResponse(
            responseCode = "201",
            description = "The company",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CompanyView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "TEAM_COMPANY_EXISTS")
    @APIResponse(responseCode = "422", description = "CREDIT_CODE_WRONG")
    public Uni<CompanyView> add(@Valid @NotNull CompanyRequest request) {
        return companies.add(request.wish(), request.reason(), caller.actor()).map(this::view);
    }

    /** Everything but its credit code. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Change a team company")
    @APIResponse(responseCode = "200", description = "The company")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "CREDIT_CODE_WRONG")
    public Uni<CompanyView> change(@PathParam("id") UUID id, @Valid @NotNull CompanyRequest request) {
        return companies
                .change(id, request.wish(), request.version(), request.reason(), caller.actor())
                .map(this::view);
    }

    private CompanyView view(Sheet sheet) {
        var company = sheet.company();
        return new CompanyView(
                company.id(),
                company.name(),
                company.creditCode(),
                sheet.licenceFile(),
                company.accountName(),
                company.bankName(),
                caller.is(Role.FINANCE) ? companies.accountNumber(sheet) : "****" + company.accountTail(),
                sheet.createdAt(),
                sheet.version());
    }
}
