package cn.siyu.kernel.web;

import cn.siyu.kernel.problem.Problem;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says once in the contract what is true of every operation: how a caller shows who he is, and how errors look. */
public class ContractFilter implements OASFilter {

    private static final String SCHEME = "bearer";

    @Override
    public Operation filterOperation(Operation operation) {
        var responses = operation.getResponses();
        if (responses != null && responses.getDefaultValue() == null) {
            responses.setDefaultValue(problem());
        }
        if (responses != null) {
            responses.getAPIResponses().forEach((status, response) -> {
                if (status.startsWith("4") || status.startsWith("5")) {
                    response.setContent(problem().getContent());
                }
            });
        }
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.setServers(null);
        var components = contract.getComponents();
        if (components == null) {
            components = OASFactory.createComponents();
            contract.setComponents(components);
        }
        components.setSecuritySchemes(
                Map.of(
                        SCHEME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description(
                                        "The access token of a session, 15 minutes; members and staff have tokens of their own.")));
    }

    private static APIResponse problem() {
        return OASFactory.createAPIResponse()
                .description("A problem document")
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    }
}
