package cn.siyu.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** One of the sample staff at the desk: signed in once, sends JSON. */
public record Staff(String token) {

    public static Staff as(String username) {
        return new Staff(SignIn.staff(username));
    }

    public ValidatableResponse get(String path) {
        return given().auth().oauth2(token).get(path).then();
    }

    public ValidatableResponse post(String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    public ValidatableResponse post(String path) {
        return given().auth().oauth2(token).post(path).then();
    }

    public ValidatableResponse put(String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .put(path)
                .then();
    }

    public ValidatableResponse delete(String path) {
        return given().auth().oauth2(token).delete(path).then();
    }
}
