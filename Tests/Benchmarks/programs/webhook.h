/* The webhook that both programs verify, an event of one KiB. */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#define WEBHOOK_SECRET "whsec_test_0123456789abcdef"
#define WEBHOOK_TIME 1767267099257
#define WEBHOOK_TIME_DIGITS "1767267099257"

static const char webhook_body[] =
    "{\"id\":\"event_01KD3Q7W5E8R9T0Y1U2I3O4P5A\",\"event\":\"dsync.user.updated\",\"data\":{\"id\":"
    "\"directory_user_01KD3Q7W5E8R9T0Y1U2I3O4P5B\",\"directory_id\":\"directory_01KD3Q7W5E8R9T0Y1U2I3O4P5C\","
    "\"organization_id\":\"org_01KD3Q7W5E8R9T0Y1U2I3O4P5D\",\"idp_id\":\"00u1a2b3c4d5e6f7g8h9\",\"email\":"
    "\"veronica.mcallister@example.test\",\"first_name\":\"Veronica\",\"last_name\":\"McAllister\",\"state\":"
    "\"active\",\"role\":{\"slug\":\"member\"},\"custom_attributes\":{\"department_name\":\"Engineering\","
    "\"job_title\":\"Staff Software "
    "Engineer\",\"employee_type\":\"full-time\",\"cost_center_name\":\"CC-4711\","
    "\"employment_start_date\":\"2021-03-01T00:00:00.000Z\",\"manager_email\":\"j\\u00f6rg@example.test\"},"
    "\"raw_attributes\":{},\"created_at\":\"2025-06-25T19:07:33.155Z\",\"updated_at\":"
    "\"2026-01-01T11:31:38.903Z\",\"object\":\"directory_user\",\"previous_attributes\":{\"custom_"
    "attributes\":"
    "{\"department_name\":\"Research\",\"manager_email\":null}}},\"created_at\":\"2026-01-01T11:31:39.000Z\","
    "\"context\":{\"ip\":null,\"n\":1234,\"user_agent\":\"Okta SCIM Client "
    "1.0.0\",\"actor\":{\"id\":\"user_01KD3Q7W5E8R9T0Y1U2I3O4P5A6S7D\"}}}";

#define WEBHOOK_LENGTH (sizeof webhook_body - 1)

#endif
