//! Orders over HTTP.

use proxy::{Config, Form, Proxy, Report};
use serde_json::{Value, json};

async fn ask(proxy: &Proxy, body: Option<Value>) -> (u16, Value) {
    let url = format!("http://{}", proxy.control());
    let answer = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = match body {
            Some(body) => agent.post(url).send(body.to_string()).unwrap(),
            None => agent.get(url).call().unwrap(),
        };
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    });
    let (status, text) = answer.await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

#[tokio::test]
async fn they_are_obeyed_and_answered_with_the_report() {
    let proxy = Proxy::start(Config::new("127.0.0.1:1")).await.unwrap();
    let orders = json!([
        { "line": { "name": "phone" } },
        { "latency": { "line": "phone", "round_trip_ms": 50 } },
        { "down": { "how": "silent" } },
        { "up": {} },
        { "cut": { "line": "phone" } },
        { "freeze": {} },
        { "end_streams": { "status": { "code": "ABORTED" } } },
        { "fault": { "methods": ["Commit"], "times": null, "effect": { "lose_answer": "silence" } } },
        { "fault": { "effect": { "refuse": { "code": "UNAVAILABLE", "message": "later", "retry_after_ms": 5 } } } },
        { "expire_tokens": { "uid": "ada" } },
        "forget_resume_tokens",
        { "form": "silent_deletes" },
    ]);
    let (status, report) = ask(&proxy, Some(orders)).await;
    assert_eq!(status, 200, "{report}");
    let report: Report = serde_json::from_value(report).unwrap();
    assert_eq!(report, proxy.report());
    assert_eq!(report.form, Form::SilentDeletes);
    assert_eq!(report.faults.len(), 2);
    let lines: Vec<&str> = report.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(lines, ["main", "phone"]);
    let (status, report) = ask(&proxy, Some(json!("clear_faults"))).await;
    assert_eq!((status, &report["faults"]), (200, &json!([])));
    assert_eq!(ask(&proxy, None).await, (200, report));
}

#[tokio::test]
async fn what_is_no_order_is_refused() {
    let proxy = Proxy::start(Config::new("127.0.0.1:1")).await.unwrap();
    for order in [
        json!("sleep"),
        json!({ "latency": {} }),
        json!({ "latency": { "round_trip_ms": 5, "lines": "phone" } }),
        json!({ "cut": { "line": "phone" } }),
        json!({ "fault": { "effect": { "refuse": { "code": "TIRED" } } } }),
    ] {
        let (status, answer) = ask(&proxy, Some(order.clone())).await;
        assert_eq!(status, 400, "{order}");
        assert!(answer["error"].is_string(), "{answer}");
    }
}
